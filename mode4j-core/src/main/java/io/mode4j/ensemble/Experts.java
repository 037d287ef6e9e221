package io.mode4j.ensemble;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.cluster.measure.ExpertPriority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The experts that are weighed, whatever they are called and however many there are, each with its own centres.
 *
 * @param byName the clusters of each, as texts are compared with them
 */
public record Experts(SequencedMap<String, ExpertClusters> byName) {

    /** Copies the map; at least one expert, and all in one space, and all weighed by texts or all by pictures. */
    public Experts {
        byName = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byName));
        if (byName.values().stream().map(expert -> List.of(expert.fine().dim(), expert.ofPictures())).distinct().count() != 1) {
            throw new IllegalArgumentException(
                    "at least one expert expected, and centres of one dimension, all of pictures or none, found " + byName.entrySet()
                            .stream()
                            .map(expert -> expert.getKey() + " of " + expert.getValue().fine().dim()
                                    + (expert.getValue().ofPictures() ? " (pictures)" : ""))
                            .toList());
        }
    }

    /** One of each coarse cluster. */
    public static Experts of(Clusters clusters) {
        SequencedMap<String, ExpertClusters> byName = new LinkedHashMap<>();
        for (int c = 0; c < clusters.experts(); c++) {
            byName.put(ModelNames.expert(c), ExpertClusters.of(clusters, c));
        }
        return new Experts(byName);
    }

    /**
     * The experts that are trained, in the order of their names.
     *
     * @throws BadInputException if there are none, one cannot be weighed, or their centres are not comparable
     */
    public static Experts read(RunDirectory run) throws IOException {
        return read(run, run.trainedExperts());
    }

    /** The experts in these folders, by their names, as {@link #read(RunDirectory)}. */
    public static Experts read(RunDirectory run, SequencedMap<String, Path> folders) throws IOException {
        TreeMap<String, ExpertClusters> byName = new TreeMap<>(ModelNames.EXPERT_ORDER);
        for (Map.Entry<String, Path> expert : folders.entrySet()) {
            byName.put(ModelNames.checkedExpert(expert.getKey(), expert.getValue()), read(expert.getKey(), expert.getValue(), run));
        }
        if (byName.isEmpty()) {
            throw new BadInputException(run.experts() + ": no expert is there that could be weighed; train first (mode4j train)");
        }
        try {
            return new Experts(byName);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(run.experts() + ": " + e.getMessage(), e);
        }
    }

    /** Older versions left an expert's clusters to the run, which had one expert for each of them. */
    private static ExpertClusters read(String name, Path folder, RunDirectory run) throws IOException {
        if (ExpertClusters.isIn(folder)) {
            ExpertClusters clusters = ExpertClusters.read(folder);
            return clusters.ofPictures() ? clusters : clusters.forTexts();
        }
        Clusters clusters = Clusters.read(run.clusters()).forTexts(run.saysEncoder());
        for (int c = 0; c < clusters.experts(); c++) {
            if (name.equals(ModelNames.expert(c))) {
                return ExpertClusters.of(clusters, c);
            }
        }
        throw new BadInputException("%s has no %s, and %s no coarse cluster that is called %s: which data is it an expert of? Train it anew"
                .formatted(folder, ExpertClusters.FILE, run.clusters(), name));
    }

    /** Whether they are weighed by pictures: their clusters are of pictures alone. */
    public boolean ofPictures() {
        return byName.firstEntry().getValue().ofPictures();
    }

    /**
     * Checks that texts can be compared with every expert's centres, or pictures, where they are of pictures.
     *
     * @param encoder identity of the encoder that embeds them
     */
    public void requireEncoder(String encoder) throws BadInputException {
        for (Map.Entry<String, ExpertClusters> expert : byName.entrySet()) {
            String own = expert.getValue().encoder();
            if (!own.isEmpty() && !own.equals(encoder)) {
                throw new BadInputException(
                        ("expert '%s' was made from data embedded by %s, what is asked would be embedded by %s: distances between them say nothing."
                                + " Take it out of the run, or train it anew (option redo experts)")
                                .formatted(expert.getKey(), own, encoder));
            }
        }
    }

    /**
     * Some of them, in the order asked for.
     *
     * @param wanted names, or numbers: {@code 2} is {@code expert-2} where none is called so; empty: all
     * @throws BadInputException if one is not there
     */
    public Experts only(List<String> wanted) throws BadInputException {
        SequencedMap<String, ExpertClusters> some = new LinkedHashMap<>();
        for (String name : ModelNames.chosen(names(), wanted)) {
            some.put(name, Objects.requireNonNull(byName.get(name)));
        }
        return new Experts(some);
    }

    /** Their names, the one to train first before the others ({@link ExpertPriority}); of equals as they are. */
    List<String> byPriority() {
        return byName.entrySet()
                .stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, ExpertClusters> expert) -> ExpertPriority.spread(expert.getValue()))
                        .reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Their names, in their order. */
    public List<String> names() {
        return List.copyOf(byName.sequencedKeySet());
    }

    /** Their clusters, in their order. */
    List<ExpertClusters> clusters() {
        return List.copyOf(byName.sequencedValues());
    }
}
