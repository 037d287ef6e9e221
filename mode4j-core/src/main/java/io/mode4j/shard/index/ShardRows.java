package io.mode4j.shard.index;

import java.io.IOException;
import java.util.BitSet;

/** Some rows of an index, shard by shard. */
@FunctionalInterface
public interface ShardRows {

    /** {@return which rows of a shard} */
    BitSet of(int shard) throws IOException;
}
