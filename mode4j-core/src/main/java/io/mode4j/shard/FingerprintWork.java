package io.mode4j.shard;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.work.Work;
import java.nio.file.Path;

/** Takes the fingerprint of a shard, given by its path ({@link Fingerprints#sampled}). */
public record FingerprintWork() implements Work<String, String> {
    @Override
    public String name() {
        return "fingerprints of shards";
    }

    @Override
    public Worker<String, String> open() {
        return (shard, _) -> Fingerprints.sampled(Path.of(shard));
    }
}
