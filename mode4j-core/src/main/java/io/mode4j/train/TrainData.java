package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The data set, as the stages before left it.
 *
 * @param index
 *            folder of the index stage
 * @param captions
 *            how the clustered caption of a pair was chosen
 * @param clustering
 *            what experts need besides
 * @param embeddings
 *            folder of the embed stage, by which pairs with near captions are known; none where they are not told apart
 */
public record TrainData(Path index, CaptionChoice captions, Optional<Clustering> clustering, Optional<Path> embeddings) {

    /**
     * Clusters and the pairs' places in them.
     *
     * @param clusters
     *            folder of the cluster stage
     * @param assignments
     *            folder of the assignment stage
     * @param earlier
     *            folders of the assignments of pairs that came before these, which the expert's share of the clusters counts as well
     */
    public record Clustering(Path clusters, Path assignments, List<Path> earlier) {
        /** Copies the list. */
        public Clustering {
            earlier = List.copyOf(earlier);
        }

        /** {@return all assignments} */
        List<Path> allAssignments() {
            return Stream.concat(earlier.stream(), Stream.of(assignments)).toList();
        }
    }

    /** What stands for the coarse cluster of pairs whose fine clusters were chosen. */
    static final int CHOSEN = 1;

    /** Data for models that see everything. */
    public static TrainData unclustered(Path index, CaptionChoice captions) {
        return new TrainData(index, captions, Optional.empty(), Optional.empty());
    }

    /** Data for experts too. */
    public static TrainData clustered(Path index, CaptionChoice captions, Path clusters, Path assignments) {
        return new TrainData(index, captions, Optional.of(new Clustering(clusters, assignments, List.of())), Optional.empty());
    }

    /** {@return the same of an expert whose clusters have pairs that came earlier} */
    public TrainData withEarlier(List<Path> assignments) {
        return new TrainData(index, captions, clustering.map(now -> new Clustering(now.clusters(), now.assignments(), assignments)),
                embeddings);
    }

    /** {@return the same with the pairs' embeddings} */
    public TrainData withEmbeddings(Path folder) {
        return new TrainData(index, captions, clustering, Optional.of(folder));
    }

    /** Content of what a choice of samples depends on, by name, for recipes; of packed data, what they were packed from. */
    SortedMap<String, String> inputs(SampleChoice choice) throws IOException {
        SortedMap<String, String> inputs = new TreeMap<>();
        RowSelection.requirePacked(SampleIndex.open(index), choice);
        inputs.put("index", Manifest.read(index).fingerprintAs("index"));
        if (embeddings.isPresent()) {
            inputs.put("embeddings", Manifest.read(embeddings.get()).fingerprint());
        }
        if (!(choice instanceof SampleChoice.Everything)) {
            Clustering needed = clusteringFor(choice);
            inputs.put("clusters", Manifest.read(needed.clusters()).fingerprint());
            inputs.put("assignments", Manifest.read(needed.assignments()).fingerprintAs("assignments"));
        }
        return inputs;
    }

    /**
     * Checks every byte of what a choice of samples depends on.
     *
     * @throws io.mode4j.artifact.DamagedException
     *             if something has changed
     */
    void verify(SampleChoice choice) throws IOException {
        Manifest.read(index).verify(index);
        if (embeddings.isPresent()) {
            Manifest.read(embeddings.get()).verify(embeddings.get());
        }
        if (!(choice instanceof SampleChoice.Everything)) {
            Clustering needed = clusteringFor(choice);
            Manifest.read(needed.clusters()).verify(needed.clusters());
            Manifest.read(needed.assignments()).verify(needed.assignments());
        }
    }

    /** Coarse clusters of the rows, where a choice of samples depends on them; of a choice of fine clusters {@link #CHOSEN} for these, 0 for the others. */
    ClusterOfRows clusters(SampleIndex opened, SampleChoice choice) throws IOException {
        if (choice instanceof SampleChoice.Everything) {
            return shard -> new int[opened.rows(shard)];
        }
        Clustering needed = clusteringFor(choice);
        int[] coarse = owners(Clusters.read(needed.clusters()).fineToCoarse(), choice);
        Assignments made = Assignments.open(needed.assignments());
        return shard -> IntStream.of(made.read(opened.name(shard))).map(fine -> coarse[fine]).toArray();
    }

    private static int[] owners(int[] fineToCoarse, SampleChoice choice) throws BadInputException {
        if (!(choice instanceof SampleChoice.FineClusters some)) {
            return fineToCoarse;
        }
        if (some.fine().getLast() >= fineToCoarse.length) {
            throw new BadInputException(
                    "there is no fine cluster %d: there are %d fine clusters, counted from 0".formatted(some.fine().getLast(),
                            fineToCoarse.length));
        }
        int[] owners = new int[fineToCoarse.length];
        some.fine().forEach(fine -> owners[fine] = CHOSEN);
        return owners;
    }

    Clustering clusteringFor(SampleChoice choice) {
        return clustering.orElseThrow(
                () -> new IllegalArgumentException("training on " + choice.describe() + " needs clusters and assignments"));
    }
}
