package io.mode4j.serve;

import io.mode4j.artifact.BadInputException;
import io.mode4j.search.IndexDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The model that is served, and the queues before it. What a request computes, it computes with the state that it began with. Safe for use by many threads.
 */
final class Engine implements AutoCloseable {
    private static final int PROMPTS_A_BATCH = 1_024;

    private final ModelSource source;
    private final Metrics metrics;
    private final Replaceable<Served> served;
    private final Batcher<String, float[]> texts;
    private final Batcher<byte[], float[]> pictures;
    private final Batcher<byte[], Classifier.Answer> questions;
    private final Batcher<Served.Labels, Classifier> labels;

    private Engine(ModelSource source, Served first, Limits limits, Metrics metrics) {
        long wait = limits.batchWait().toNanos();
        this.source = source;
        this.metrics = metrics;
        this.served = new Replaceable<>(first, Served::close);
        this.texts = new Batcher<>("texts", this::tokens, limits.batchTokens(), limits.queued(), wait,
                metrics.batch("texts"));
        this.pictures = new Batcher<>("pictures", _ -> 1, limits.batchPictures(), limits.queued(), wait, metrics.batch("pictures"));
        this.questions = new Batcher<>("questions", _ -> 1, limits.batchPictures(), limits.queued(), wait, metrics.batch("questions"));
        this.labels = new Batcher<>("labels", Served.Labels::prompts, PROMPTS_A_BATCH, limits.queued(), 0, metrics.batch("labels"));
        metrics.opened();
        metrics.queue("texts", texts::queued);
        metrics.queue("pictures", pictures::queued);
        metrics.queue("questions", questions::queued);
        metrics.queue("labels", labels::queued);
    }

    static Engine open(ModelSource source, Limits limits, Metrics metrics) throws IOException {
        return new Engine(source, Served.open(source), limits, metrics);
    }

    ModelSource source() {
        return source;
    }

    /** What clients call the model. */
    String name() {
        return source.name();
    }

    /** The newest state, for one request. */
    Lease<Served> lease() {
        return served.lease();
    }

    /**
     * The model that made an index: the newest state, or the one of then, which is opened beside it.
     *
     * @throws BadInputException if it was another model
     */
    Lease<Served> lease(IndexDescription index, Path folder) throws IOException {
        Lease<Served> newest = lease();
        if (newest.get().made(index)) {
            return newest;
        }
        newest.close();
        Served then = Served.open(source.of(index));
        if (!then.made(index)) {
            then.close();
            throw new BadInputException(
                    "%s is an index of other vectors than those of '%s'. Build another with it (mode4j search build)".formatted(
                            folder, source.name()));
        }
        metrics.opened();
        return Replaceable.once(then, Served::close);
    }

    /**
     * Opens the state of now if it is another; requests under way go on with the one they have.
     *
     * @return whether there was another
     */
    boolean refresh() throws IOException {
        String known;
        try (Lease<Served> lease = served.lease()) {
            known = lease.get().state();
        }
        if (source.state().equals(known)) {
            return false;
        }
        served.replace(Served.open(source));
        metrics.opened();
        return true;
    }

    private int tokens(String text) {
        try (Lease<Served> newest = lease()) {
            return Math.max(1, newest.get().tokens(text));
        }
    }

    /** Vectors of texts. */
    List<float[]> texts(Served model, List<String> asked, Deadline deadline) throws IOException {
        return texts.ask(model.texts(), asked, deadline);
    }

    /** Vectors of pictures. */
    List<float[]> pictures(Served model, List<byte[]> asked, Deadline deadline) throws IOException {
        return pictures.ask(model.pictures(), asked, deadline);
    }

    /** What pictures are asked about. */
    Classifier classifier(Served model, Served.Labels asked, Deadline deadline) throws IOException {
        return labels.ask(model.labels(), List.of(asked), deadline).getFirst();
    }

    /** What is said of pictures. */
    List<Classifier.Answer> classify(Classifier classifier, List<byte[]> asked, Deadline deadline) throws IOException {
        return questions.ask(classifier.pictures(), asked, deadline);
    }

    @Override
    public void close() {
        texts.close();
        pictures.close();
        questions.close();
        labels.close();
        served.close();
    }
}
