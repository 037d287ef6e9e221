package io.mode4j.shard.source;

import io.mode4j.artifact.Store;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.Members;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.bytes.ShardBytes;
import io.mode4j.shard.bytes.ShardPlaces;
import io.mode4j.shard.tar.TarReader;
import java.io.IOException;
import java.util.Map;

/** Tars. Stateless. */
final class TarShards implements ShardReader {
    @Override
    public String fingerprint(Shard shard) throws IOException {
        return ShardPlaces.fingerprint(shard.place());
    }

    @Override
    public ShardScan scan(Shard shard, TxtLines lines, KeyEnd keyEnd) throws IOException {
        try (Members members = open(shard)) {
            return ShardScan.of(members, lines, keyEnd);
        }
    }

    @Override
    public ShardBytes bytes(Shard shard, Store index) throws IOException {
        return ShardPlaces.open(shard.place());
    }

    @Override
    public Map<String, Long> pictures(Shard shard, KeyEnd keyEnd, TxtLines lines, Wanted encoded, ShardPicture.Consumer consumer)
            throws IOException {
        try (Members members = open(shard); ShardBytes bytes = ShardPlaces.stream(shard.place())) {
            return ShardPicture.read(members, bytes, keyEnd, lines, encoded, consumer);
        }
    }

    private static Members open(Shard shard) throws IOException {
        return new TarReader(shard.path(), ShardPlaces.window(shard.place()));
    }
}
