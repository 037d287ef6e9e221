package io.mode4j.growth;

import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.text.TellingWords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at pairs that arrived, once they are assigned to the centres that are known: which of them no training may see, which are unlike all before, and what that means. Holds two bits a pair. Not thread-safe.
 */
public final class Arrival {
    /** So many of the known shards tell which words are usual. */
    private static final int SHARDS = 8;

    private final SampleIndex index;
    private final Assignments assignments;
    private final Set<String> retired;
    private final List<BitSet> leftOut = new ArrayList<>();
    private final List<BitSet> unprecedented = new ArrayList<>();
    private final Novelty novelty;

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
     * @param retired     keys of pairs that no training sees
     * @param captions    which caption of a pair counts
     */
    public Arrival(List<Known> known, Clusters clusters, SampleIndex index, Assignments assignments, Set<String> retired,
            CaptionChoice captions, Progress progress)
            throws IOException {
        this.index = index;
        this.retired = retired;
        this.assignments = assignments;
        DistanceTails tails = new DistanceTails(clusters.fine().count());
        TellingWords words = new TellingWords(2);
        for (Known pairs : known) {
            tails.add(pairs.index, pairs.assignments);
            words(pairs.index, captions, words);
        }
        try (Progress.Bar bar = progress.start("what is new", index.shards(), "shards")) {
            this.novelty = look(new HeldOutCopies(known.getFirst().index), new NoveltyCount(tails, clusters, words), captions, bar);
        }
    }

    /** The words of known captions, by some shards, spread evenly. */
    private static void words(SampleIndex known, CaptionChoice captions, TellingWords words) throws IOException {
        for (int shard = 0; shard < known.shards(); shard += Math.max(1, Math.ceilDiv(known.shards(), SHARDS))) {
            if (known.rows(shard) > 0) {
                known.read(shard).forEach(sample -> words.add(NoveltyCount.USUAL, captions.choose(sample)));
            }
        }
    }

    private Novelty look(HeldOutCopies heldOut, NoveltyCount count, CaptionChoice captions, Progress.Bar bar) throws IOException {
        try (ShardImages images = new ShardImages(index)) {
            for (int shard = 0; shard < index.shards(); shard++) {
                BitSet out = new BitSet();
                BitSet far = new BitSet();
                leftOut.add(out);
                unprecedented.add(far);
                if (index.rows(shard) > 0) {
                    List<Sample> samples = index.read(shard);
                    int[] centers = assignments.read(index.name(shard));
                    float[] distances = assignments.distances(index.name(shard));
                    for (int row = 0; row < centers.length; row++) {
                        if (retired.contains(samples.get(row).key()) || heldOut.has(samples.get(row), shard, images)) {
                            out.set(row);
                        } else {
                            far.set(row, count.add(centers[row], distances[row], captions.choose(samples.get(row))));
                        }
                    }
                }
                bar.advance(1);
            }
        }
        return count.novelty(index.rows());
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
        kept.andNot(leftOut.get(shard));
        return kept;
    }
}
