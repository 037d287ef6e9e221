package io.mode4j.growth;

import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.progress.Progress;
import io.mode4j.report.TellingWords;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.LongStream;

/**
 * Looks at pairs that arrived, once they are assigned to the centres that are known: which of them no training may see, which are unlike all before, and what that means. Holds two bits a pair. Not thread-safe.
 */
public final class Arrival {
    private static final int WORDS = 20;
    private static final int EXAMPLES = 10;

    private final SampleIndex index;
    private final Assignments assignments;
    private final List<BitSet> copies = new ArrayList<>();
    private final List<BitSet> unprecedented = new ArrayList<>();
    private final Novelty novelty;

    /** A caption and how far beyond the limit of its centre its pair lies. */
    private record Example(double beyond, String caption) {}

    /**
     * Pairs that are known.
     *
     * @param index       of them
     * @param assignments to fine centres, all of which are among those that pairs which arrived are assigned to
     */
    public record Known(SampleIndex index, Assignments assignments) {}

    /**
     * Looks.
     *
     * @param known       at least one; the first one's index says what is held out
     * @param index       of the pairs that arrived
     * @param assignments of these, to the same centres
     * @param captions    which caption of a pair counts
     */
    public Arrival(List<Known> known, Clusters clusters, SampleIndex index, Assignments assignments, CaptionChoice captions, Progress progress)
            throws IOException {
        this.index = index;
        this.assignments = assignments;
        DistanceTails tails = new DistanceTails(clusters.fine().count());
        for (Known pairs : known) {
            tails.add(pairs.index, pairs.assignments);
        }
        try (Progress.Bar bar = progress.start("what is new", index.shards(), "shards")) {
            this.novelty = look(new HeldOutCopies(known.getFirst().index), tails, clusters, captions, bar);
        }
    }

    private Novelty look(HeldOutCopies heldOut, DistanceTails tails, Clusters clusters, CaptionChoice captions, Progress.Bar bar)
            throws IOException {
        float[] limits = tails.limits();
        long[] fine = new long[limits.length];
        long[] fineNew = new long[limits.length];
        TellingWords words = new TellingWords(2);
        PriorityQueue<Example> examples = new PriorityQueue<>(Comparator.comparingDouble(Example::beyond).thenComparing(Example::caption, Comparator.reverseOrder()));
        try (ShardImages images = new ShardImages(index)) {
            for (int shard = 0; shard < index.shards(); shard++) {
                BitSet copied = new BitSet();
                BitSet far = new BitSet();
                List<Sample> samples = index.rows(shard) == 0 ? List.of() : index.read(shard);
                int[] centers = samples.isEmpty() ? new int[0] : assignments.read(index.name(shard));
                float[] distances = samples.isEmpty() ? new float[0] : assignments.distances(index.name(shard));
                for (int row = 0; row < samples.size(); row++) {
                    Sample sample = samples.get(row);
                    int center = centers[row];
                    if (heldOut.has(sample, shard, images)) {
                        copied.set(row);
                        continue;
                    }
                    fine[center]++;
                    boolean isNew = distances[row] > limits[center];
                    String caption = captions.choose(sample);
                    words.add(isNew ? 1 : 0, caption);
                    if (isNew) {
                        far.set(row);
                        fineNew[center]++;
                        examples.add(new Example(distances[row] / Math.max(limits[center], Float.MIN_NORMAL), caption));
                        if (examples.size() > EXAMPLES) {
                            examples.remove();
                        }
                    }
                }
                copies.add(copied);
                unprecedented.add(far);
                bar.advance(1);
            }
        }
        return novelty(tails.pairs(), fine, fineNew, clusters, words.of(1, WORDS),
                examples.stream().sorted(Comparator.comparingDouble(Example::beyond).reversed().thenComparing(Example::caption)).map(Example::caption).distinct().toList());
    }

    private Novelty novelty(long[] known, long[] arrived, long[] isNew, Clusters clusters, List<String> words, List<String> examples) {
        int[] coarse = clusters.fineToCoarse();
        long[][] byCluster = new long[clusters.experts()][3];
        for (int k = 0; k < coarse.length; k++) {
            byCluster[coarse[k]][0] += known[k];
            byCluster[coarse[k]][1] += arrived[k];
            byCluster[coarse[k]][2] += isNew[k];
        }
        List<Novelty.Cluster> all = new ArrayList<>();
        for (int c = 0; c < byCluster.length; c++) {
            all.add(new Novelty.Cluster(c, byCluster[c][0], byCluster[c][1], byCluster[c][2]));
        }
        long counted = LongStream.of(arrived).sum();
        long novel = LongStream.of(isNew).sum();
        double stability = Stability.index(known, arrived);
        long smallest = all.stream().mapToLong(Novelty.Cluster::known).min().orElse(0);
        return new Novelty(LongStream.of(known).sum(), index.rows(), index.rows() - counted, novel, stability, all, words, examples,
                Advice.of(counted, novel, stability, smallest));
    }

    /** {@return what is new} */
    public Novelty novelty() {
        return novelty;
    }

    /** {@return the rows of a shard that are unlike all before} */
    public BitSet unprecedented(int shard) {
        return unprecedented.get(shard);
    }

    /** {@return the rows of a shard that a training may see} */
    public BitSet kept(int shard) {
        BitSet kept = new BitSet();
        kept.set(0, index.rows(shard));
        kept.andNot(copies.get(shard));
        return kept;
    }
}
