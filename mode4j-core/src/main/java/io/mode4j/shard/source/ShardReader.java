package io.mode4j.shard.source;

import io.mode4j.artifact.Store;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.bytes.ShardBytes;
import java.io.IOException;
import java.util.Map;

/** Reads the shards of a format. Stateless. */
public interface ShardReader {
    /** {@return what tells the shard's content from another's, as 64 hexadecimal digits} */
    String fingerprint(Shard shard) throws IOException;

    /**
     * {@return the shard's samples, and what cannot be used}
     *
     * @throws io.mode4j.artifact.DamagedException when the shard is corrupt or cut short
     */
    ShardScan scan(Shard shard, TxtLines lines, KeyEnd keyEnd) throws IOException;

    /**
     * {@return the bytes that the positions of the shard's pictures count in}
     *
     * @param index the folder of its index
     */
    ShardBytes bytes(Shard shard, Store index) throws IOException;

    /** Hands on the shard's pictures with what lies beside them, as {@link ShardPicture#read}. */
    Map<String, Long> pictures(Shard shard, KeyEnd keyEnd, TxtLines lines, Wanted encoded, ShardPicture.Consumer consumer)
            throws IOException;
}
