package io.mode4j.growth;

import java.util.Comparator;
import java.util.List;

/**
 * What is new in pairs that arrived, beside those that are known.
 *
 * @param known         pairs before
 * @param arrived       pairs now
 * @param leftOut       of these, pairs that have the caption or picture of one that is held out, or a key that is retired; they count no further
 * @param unprecedented pairs farther from their fine centre than 99 % of the pairs that it had
 * @param stability     the population stability index of the fine centres' shares, less what chance gives
 * @param clusters      the same by coarse cluster
 * @param words         that tell the captions of unprecedented pairs from others, known ones and those that arrived
 * @param examples      captions of the most unprecedented pairs: farthest beyond the limit of their centre, as a share of it
 * @param advice        what follows
 */
public record Novelty(long known, long arrived, long leftOut, long unprecedented, double stability, List<Cluster> clusters,
        List<String> words,
        List<String> examples, Advice advice) {
    private static final double OFTENER = 1.5;

    /**
     * A coarse cluster.
     *
     * @param number        of the cluster
     * @param known         its pairs before
     * @param arrived       its pairs now
     * @param unprecedented of these
     */
    public record Cluster(int number, long known, long arrived, long unprecedented) {
        private double newShare() {
            return arrived == 0 ? 0 : (double) unprecedented / arrived;
        }
    }

    /** Copies the lists. */
    public Novelty {
        clusters = List.copyOf(clusters);
        words = List.copyOf(words);
        examples = List.copyOf(examples);
    }

    /** {@return the share of the pairs that count which is unprecedented} */
    public double share() {
        return arrived == leftOut ? 0 : (double) unprecedented / (arrived - leftOut);
    }

    /**
     * {@return the coarse clusters whose pairs have changed, the most changed first: a share of them is unprecedented, or they come {@value #OFTENER} times as often as before; where there is none such, the one that
     * most of the pairs came to}
     */
    public List<Cluster> changed() {
        List<Cluster> changed = clusters.stream()
                .filter(cluster -> cluster.arrived > 0 && (cluster.newShare() >= Advice.SOME_NEW || comesOftener(cluster)))
                .sorted(Comparator.comparingDouble(Cluster::newShare).reversed())
                .toList();
        return changed.isEmpty() ? clusters.stream().max(Comparator.comparingLong(Cluster::arrived)).stream().toList() : changed;
    }

    private boolean comesOftener(Cluster cluster) {
        return (double) cluster.arrived / (arrived - leftOut) >= OFTENER * cluster.known / known;
    }
}
