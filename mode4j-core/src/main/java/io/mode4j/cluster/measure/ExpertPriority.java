package io.mode4j.cluster.measure;

import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.ExpertClusters;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which expert to train first: the one whose fine centres are farthest from its coarse centre on average, for it has the most varied data (paper,
 * training priority).
 *
 * @param expert number of the coarse cluster
 * @param meanDistance mean distance of its fine centres to its coarse centre; 0 for a cluster without any
 */
public record ExpertPriority(int expert, double meanDistance) {
    /** All experts, the first to train first; ties by number. */
    public static List<ExpertPriority> of(Clusters clusters) {
        return IntStream.range(0, clusters.experts())
                .mapToObj(expert -> new ExpertPriority(expert, spread(ExpertClusters.of(clusters, expert))))
                .sorted(Comparator.comparingDouble(ExpertPriority::meanDistance).reversed())
                .toList();
    }

    /** The mean distance of an expert's fine centres to its coarse centre; 0 without any. */
    public static double spread(ExpertClusters clusters) {
        int dim = clusters.fine().dim();
        return IntStream.range(0, clusters.fine().count())
                .mapToDouble(k -> clusters.distance().between(clusters.fine().values(), k * dim, clusters.coarse().values(), 0, dim))
                .average()
                .orElse(0);
    }
}
