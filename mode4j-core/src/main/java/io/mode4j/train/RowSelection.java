package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RandomStream;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.train.SampleChoice.Everything;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.SampleChoice.FineClusters;
import io.mode4j.train.SampleChoice.RandomShare;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Turns a {@link SampleChoice} into the rows of a shard: a pure function of the choice, the index and the clusters.
 *
 * <p>
 * Holds nothing but, for a random share, the cluster of every row: 4 bytes a pair of the data set.
 */
final class RowSelection {

    private final SampleIndex index;
    private final SampleChoice choice;
    private final ClusterOfRows clusters;

    private RowSelection(SampleIndex index, SampleChoice choice, ClusterOfRows clusters) {
        this.index = index;
        this.choice = choice;
        this.clusters = clusters;
    }

    /**
     * What a choice selects.
     *
     * @throws BadInputException
     *             if it is the share of a cluster that no pair belongs to, or the index has another one's pairs
     */
    static RowSelection of(SampleIndex index, ClusterOfRows clusters, SampleChoice choice) throws IOException {
        if (index.packed().isPresent()) {
            requirePacked(index, choice);
            return new RowSelection(index, new Everything(), clusters);
        }
        RowSelection selection = new RowSelection(index, choice, shard -> checked(index, shard, clusters.of(shard)));
        return switch (choice) {
            case Everything _,FineClusters _ -> selection;
            case ExpertShare share -> selection.requiring(share.expert());
            case RandomShare share -> new RowSelection(index, choice, selection.requiring(share.expert()).dealt(share.seed()));
        };
    }

    /** Which rows of a shard. */
    BitSet rows(int shard) throws IOException {
        return switch (choice) {
            case Everything _ -> everything(index.rows(shard));
            case FineClusters _ -> share(shard, TrainData.CHOSEN, 0, 0);
            case ExpertShare share -> share(shard, share.expert(), share.oocRatio(), share.seed());
            case RandomShare share -> share(shard, share.expert(), share.oocRatio(), share.seed());
        };
    }

    /**
     * Refuses what a packed index has not.
     *
     * @throws BadInputException
     *             if it holds the pairs of another choice
     */
    static void requirePacked(SampleIndex index, SampleChoice choice) throws BadInputException {
        String packed = index.packed().orElse(choice.describe());
        if (!packed.equals(choice.describe())) {
            throw new BadInputException("these shards were packed for one model, of %s: there is no training on %s with them; "
                    .formatted(packed, choice.describe()) + "train that model alone (option only), or pack again");
        }
    }

    private static BitSet everything(int n) {
        BitSet rows = new BitSet(n);
        rows.set(0, n);
        return rows;
    }

    private BitSet share(int shard, int expert, double oocRatio, long seed) throws IOException {
        int[] cluster = clusters.of(shard);
        RandomGenerator others = RandomStream.of(seed, "out of cluster", expert, index.name(shard));
        BitSet rows = new BitSet(cluster.length);
        for (int row = 0; row < cluster.length; row++) {
            boolean drawn = others.nextDouble() < oocRatio; // drawn for every row, so that a row's luck is its own
            rows.set(row, drawn || cluster[row] == expert);
        }
        return rows;
    }

    private RowSelection requiring(int expert) throws IOException {
        for (int shard = 0; shard < index.shards(); shard++) {
            if (IntStream.of(clusters.of(shard)).anyMatch(cluster -> cluster == expert)) {
                return this;
            }
        }
        throw new BadInputException("no pair belongs to coarse cluster " + expert + "; are there that many experts?");
    }

    /** Clusters of the same sizes with their rows exchanged at random. */
    private ClusterOfRows dealt(long seed) throws IOException {
        if (index.rows() > Integer.MAX_VALUE) {
            throw new BadInputException(
                    "the index has %d pairs; at most %d can be dealt to random shares: train without them (option ablations)"
                            .formatted(index.rows(), Integer.MAX_VALUE));
        }
        int[] dealt = new int[(int) index.rows()];
        int[] first = new int[index.shards() + 1];
        for (int shard = 0; shard < index.shards(); shard++) {
            int[] cluster = clusters.of(shard);
            System.arraycopy(cluster, 0, dealt, first[shard], cluster.length);
            first[shard + 1] = first[shard] + cluster.length;
        }
        RandomStream.shuffle(dealt, RandomStream.of(seed, "random split"));
        return shard -> Arrays.copyOfRange(dealt, first[shard], first[shard + 1]);
    }

    private static int[] checked(SampleIndex index, int shard, int[] cluster) throws BadInputException {
        if (cluster.length != index.rows(shard)) {
            throw new BadInputException("shard " + index.name(shard) + " has " + index.rows(shard) + " pairs in the index and "
                    + cluster.length + " assignments; run assign again");
        }
        return cluster;
    }
}
