package io.mode4j.growth;

import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.Assignments;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardRows;
import java.io.IOException;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * The pairs of an index that an expert learns from: those of its coarse cluster, or a share of them drawn by chance, and each other pair with a small probability, as in {@code train.SampleChoice.ExpertShare}. A
 * pure function of its parts. Thread-safe.
 *
 * @param index        of the pairs
 * @param assignments  of these
 * @param fineToCoarse the coarse cluster of each fine centre {@code [m]}
 * @param among        the rows that may be taken
 * @param cluster      the expert's
 * @param share        of its pairs, from 0 to 1
 * @param others       of the other pairs, from 0 to 1
 * @param seed         decides which
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose; nobody compares these
record ArrivedRows(SampleIndex index, Assignments assignments, int[] fineToCoarse, ShardRows among, int cluster, double share,
        double others,
        long seed) implements ShardRows {

    @Override
    public BitSet of(int shard) throws IOException {
        BitSet rows = new BitSet();
        if (index.rows(shard) == 0) {
            return rows;
        }
        BitSet allowed = among.of(shard);
        int[] fine = assignments.read(index.name(shard));
        RandomGenerator random = RandomStream.of(seed, "growth", cluster, index.name(shard));
        for (int row = 0; row < fine.length; row++) {
            double luck = random.nextDouble(); // drawn for every row, so that a row's luck is its own
            rows.set(row, allowed.get(row) && luck < (fineToCoarse[fine[row]] == cluster ? share : others));
        }
        return rows;
    }

    /** {@return how many pairs are of the cluster and may be taken} */
    long own() throws IOException {
        ArrivedRows all = new ArrivedRows(index, assignments, fineToCoarse, among, cluster, 1, 0, seed);
        long own = 0;
        for (int shard = 0; shard < index.shards(); shard++) {
            own += all.of(shard).cardinality();
        }
        return own;
    }
}
