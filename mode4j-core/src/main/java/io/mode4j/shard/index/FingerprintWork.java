package io.mode4j.shard.index;

import io.mode4j.shard.source.Shard;
import io.mode4j.work.Work;

/** Takes the fingerprint of a shard. */
public record FingerprintWork() implements Work<Shard, String> {
    @Override
    public String name() {
        return "fingerprints of shards";
    }

    @Override
    public Worker<Shard, String> open() {
        return (shard, _) -> shard.fingerprint();
    }
}
