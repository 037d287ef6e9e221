package io.mode4j.growth;

import io.mode4j.cluster.Clusters;
import io.mode4j.text.TellingWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.LongStream;

/** Counts pairs that arrived, pair by pair. Not thread-safe. */
final class NoveltyCount {
    /** The group of words that usual captions have; those of unprecedented pairs follow. */
    static final int USUAL = 0;
    private static final int NEW = 1;
    private static final int WORDS = 20;
    private static final int EXAMPLES = 10;
    private static final Comparator<Example> NEAREST_FIRST = Comparator.comparingDouble(Example::beyond)
            .thenComparing(Example::caption, Comparator.reverseOrder());

    private final Clusters clusters;
    private final float[] limits;
    private final long[] known;
    private final long[] arrived;
    private final long[] unprecedented;
    private final TellingWords words;
    private final PriorityQueue<Example> examples = new PriorityQueue<>(NEAREST_FIRST);

    /** A caption and how far beyond the limit of its centre its pair lies. */
    private record Example(double beyond, String caption) {}

    /** @param words that usual captions have, counted as {@link #USUAL} */
    NoveltyCount(DistanceTails tails, Clusters clusters, TellingWords words) {
        this.clusters = clusters;
        this.words = words;
        limits = tails.limits();
        known = tails.pairs();
        arrived = new long[limits.length];
        unprecedented = new long[limits.length];
    }

    /** Counts a pair; returns whether it is unprecedented. */
    boolean add(int center, float distance, String caption) {
        arrived[center]++;
        if (distance <= limits[center]) {
            words.add(USUAL, caption);
            return false;
        }
        unprecedented[center]++;
        words.add(NEW, caption);
        examples.add(new Example(distance / Math.max(limits[center], Float.MIN_NORMAL), caption));
        if (examples.size() > EXAMPLES) {
            examples.remove();
        }
        return true;
    }

    /**
     * {@return what was counted}
     *
     * @param all pairs that arrived, those included that do not count
     */
    Novelty novelty(long all) {
        long counted = LongStream.of(arrived).sum();
        long isNew = LongStream.of(unprecedented).sum();
        double stability = Stability.index(known, arrived);
        List<Novelty.Cluster> byCluster = byCluster();
        long smallest = byCluster.stream().mapToLong(Novelty.Cluster::known).min().orElse(0);
        List<String> farthest = examples.stream().sorted(NEAREST_FIRST.reversed()).map(Example::caption).distinct().toList();
        return new Novelty(LongStream.of(known).sum(), all, all - counted, isNew, stability, byCluster, words.of(NEW, WORDS), farthest,
                Advice.of(counted, isNew, stability, smallest));
    }

    private List<Novelty.Cluster> byCluster() {
        int[] coarse = clusters.fineToCoarse();
        long[][] sums = new long[3][clusters.experts()];
        for (int k = 0; k < coarse.length; k++) {
            sums[0][coarse[k]] += known[k];
            sums[1][coarse[k]] += arrived[k];
            sums[2][coarse[k]] += unprecedented[k];
        }
        List<Novelty.Cluster> byCluster = new ArrayList<>();
        for (int c = 0; c < clusters.experts(); c++) {
            byCluster.add(new Novelty.Cluster(c, sums[0][c], sums[1][c], sums[2][c]));
        }
        return byCluster;
    }
}
