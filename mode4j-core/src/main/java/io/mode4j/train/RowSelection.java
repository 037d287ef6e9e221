package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RandomStream;
import io.mode4j.shard.SampleIndex;
import io.mode4j.train.SampleChoice.Everything;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.SampleChoice.RandomShare;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * Turns a {@link SampleChoice} into rows: a pure function of the choice, the index and the clusters. A row's number counts over all shards.
 *
 * <p>
 * Costs one bit a pair of the data set, and 4 bytes a pair while a random share is dealt.
 */
final class RowSelection {

    private final SampleIndex index;
    private final ClusterOfRows clusters;

    RowSelection(SampleIndex index, ClusterOfRows clusters) throws BadInputException {
        if (index.rows() > Integer.MAX_VALUE) {
            throw new BadInputException("the index has " + index.rows() + " pairs; one run trains on at most " + Integer.MAX_VALUE
                    + ": split the shards over several runs");
        }
        this.index = index;
        this.clusters = clusters;
    }

    BitSet select(SampleChoice choice) throws IOException {
        BitSet rows = switch (choice) {
            case Everything _ -> everything();
            case ExpertShare share -> share(share.expert(), share.oocRatio(), share.seed(), clusters);
            case RandomShare share -> share(share.expert(), share.oocRatio(), share.seed(), dealt(share.seed()));
        };
        if (rows.cardinality() < 2) {
            throw new BadInputException(
                    "a model needs at least 2 pairs to tell apart, found " + rows.cardinality() + ": " + choice.describe()
                            + " of an index of " + index.rows() + " pairs");
        }
        return rows;
    }

    private BitSet everything() {
        BitSet rows = new BitSet();
        rows.set(0, (int) index.rows());
        return rows;
    }

    private BitSet share(int expert, double oocRatio, long seed, ClusterOfRows clusterOfRows) throws IOException {
        BitSet rows = new BitSet();
        boolean known = false;
        for (int shard = 0, first = 0; shard < index.shards(); shard++) {
            int[] cluster = checked(shard, clusterOfRows.of(shard));
            RandomGenerator others = RandomStream.of(seed, "out of cluster", expert, index.name(shard));
            for (int row = 0; row < cluster.length; row++) {
                boolean drawn = others.nextDouble() < oocRatio; // drawn for every row, so that a row's luck is its own
                boolean own = cluster[row] == expert;
                known |= own;
                rows.set(first + row, own || drawn);
            }
            first += cluster.length;
        }
        if (!known) {
            throw new BadInputException("no pair belongs to coarse cluster " + expert + "; are there that many experts?");
        }
        return rows;
    }

    /** Clusters of the same sizes with their rows exchanged at random. */
    private ClusterOfRows dealt(long seed) throws IOException {
        int[] dealt = new int[(int) index.rows()];
        int[] first = new int[index.shards() + 1];
        for (int shard = 0; shard < index.shards(); shard++) {
            int[] cluster = checked(shard, clusters.of(shard));
            System.arraycopy(cluster, 0, dealt, first[shard], cluster.length);
            first[shard + 1] = first[shard] + cluster.length;
        }
        RandomStream.shuffle(dealt, RandomStream.of(seed, "random split"));
        return shard -> Arrays.copyOfRange(dealt, first[shard], first[shard + 1]);
    }

    private int[] checked(int shard, int[] cluster) throws BadInputException {
        if (cluster.length != index.rows(shard)) {
            throw new BadInputException("shard " + index.name(shard) + " has " + index.rows(shard) + " pairs in the index and "
                    + cluster.length + " assignments; run assign again");
        }
        return cluster;
    }
}
