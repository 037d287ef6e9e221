package io.mode4j.report;

import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.measure.CenterMap;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The fine clusters of a run on a plane, with what they are about.
 *
 * @param clusters in the order of their numbers
 * @param shown    how much of the centres' variance the two directions have, from 0 to 1
 */
public record ClusterMap(List<Cluster> clusters, double shown) {
    private static final int WORDS = 5;

    /** Copies the list. */
    public ClusterMap {
        clusters = List.copyOf(clusters);
    }

    /**
     * A fine cluster.
     *
     * @param number of the fine centre
     * @param expert the coarse cluster that it belongs to
     * @param x      along the direction in which the centres differ most
     * @param y      along the second
     * @param pairs  how many it has
     * @param words  that tell its captions from all others', the most telling first
     */
    public record Cluster(int number, int expert, double x, double y, long pairs, List<String> words) {
        /** Copies the list. */
        public Cluster {
            words = List.copyOf(words);
        }
    }

    /** {@return that of a run; nothing where it has no index, clusters or assignments any more} */
    public static Optional<ClusterMap> readIfDone(RunDirectory run) throws IOException {
        return Stream.of(run.index(), run.clusters(), run.assignments()).allMatch(folder -> Files.exists(folder.resolve(Manifest.NAME)))
                ? Optional.of(read(run))
                : Optional.empty();
    }

    private static ClusterMap read(RunDirectory run) throws IOException {
        Clusters clusters = Clusters.read(run.clusters());
        CenterMap map = CenterMap.of(clusters.fine(), clusters.distance());
        long[] pairs = new long[clusters.fine().count()];
        SampleIndex index = SampleIndex.open(run.index());
        Assignments assignments = Assignments.open(run.assignments());
        for (int shard = 0; shard < index.shards(); shard++) {
            for (int fine : assignments.read(index.name(shard))) {
                pairs[fine]++;
            }
        }
        Map<Integer, List<String>> words = ClusterWords.of(run, IntStream.range(0, pairs.length).boxed().toList(), WORDS);
        List<Cluster> all = new ArrayList<>();
        for (int k = 0; k < pairs.length; k++) {
            all.add(new Cluster(k, clusters.fineToCoarse()[k], map.x()[k], map.y()[k], pairs[k], words.getOrDefault(k, List.of())));
        }
        return new ClusterMap(all, map.shown());
    }
}
