package io.mode4j.serve;

import io.mode4j.clip.Clip;
import io.mode4j.clip.VectorSpace;
import io.mode4j.mixture.Mode;
import io.mode4j.search.IndexDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model that is open, with the classifiers that were asked lately. Safe for use by many threads. */
final class Served {
    private static final int CLASSIFIERS = 32;

    private final String state;
    private final String fingerprint;
    private final VectorSpace space;
    private final Batcher.Work<String, float[]> texts;
    private final Batcher.Work<byte[], float[]> pictures;
    private final Batcher.Work<Labels, Classifier> labels;
    private final Recent<Labels, Classifier> classifiers = new Recent<>(CLASSIFIERS);

    /**
     * What pictures are classified by.
     *
     * @param labels    at least one
     * @param templates prompts with {@code {}} for the label
     */
    record Labels(List<String> labels, List<String> templates) {

        /** How many texts are to be embedded. */
        int prompts() {
            return labels.size() * templates.size();
        }
    }

    Served(String state, String fingerprint, VectorSpace space) {
        this.state = state;
        this.fingerprint = fingerprint;
        this.space = space;
        this.texts = items -> List.of(space.textFeatures(items));
        this.pictures = items -> List.of(space.imageFeatures(items));
        this.labels = this::classifiers;
    }

    static Served open(ModelSource source) throws IOException {
        ModelSource now = source.now();
        return new Served(now.state(), now.space(), now.open());
    }

    String state() {
        return state;
    }

    /** Whether an index's vectors are comparable with this model's. */
    boolean made(IndexDescription index) {
        return index.space().equals(fingerprint);
    }

    int dim() {
        return space.dim();
    }

    /** How many tokens are computed for a text. */
    int tokens(String text) {
        return space.tokens(text).length;
    }

    /** The names of what is asked together; none where one model is asked. */
    List<String> experts() {
        return space instanceof Mode mode ? mode.experts() : List.of();
    }

    /** Always the same object, so that texts of many requests are computed together. */
    Batcher.Work<String, float[]> texts() {
        return texts;
    }

    /** Always the same object, as {@link #texts()}. */
    Batcher.Work<byte[], float[]> pictures() {
        return pictures;
    }

    /** Always the same object, as {@link #texts()}. */
    Batcher.Work<Labels, Classifier> labels() {
        return labels;
    }

    private List<Classifier> classifiers(List<Labels> asked) throws IOException {
        List<Classifier> all = new ArrayList<>();
        for (Labels one : asked) {
            all.add(classifier(one));
        }
        return all;
    }

    private Classifier classifier(Labels asked) throws IOException {
        Optional<Classifier> known = classifiers.get(asked);
        if (known.isPresent()) {
            return known.get();
        }
        Classifier made = switch (space) {
            case Mode mode -> Classifier.of(mode.classifier(asked.labels, asked.templates));
            case Clip clip -> Classifier.of(clip, clip.zeroShotClassifier(asked.labels, asked.templates));
            default -> throw new IllegalStateException("no classifier of a " + space.getClass());
        };
        classifiers.put(asked, made);
        return made;
    }

    void close() {
        space.close();
    }
}
