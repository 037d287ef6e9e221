package io.mode4j.train;

import java.io.IOException;

/** Says which coarse cluster each pair belongs to. */
interface ClusterOfRows {

    /** Coarse cluster of every row of a shard. */
    int[] of(int shard) throws IOException;
}
