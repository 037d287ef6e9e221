package io.mode4j.shard.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 20 million characters of captions, in 200 shards, go through a heap of 24 MiB, and pairs are held out. */
class HeapTest {
    @TempDir
    Path temporary;

    @Test
    void theHeapDoesNotGrowWithTheNumberOfShards() throws IOException, InterruptedException {
        Process process = JavaProcess.of(ManyShards.class, List.of("-Xmx24m", "-XX:+UseSerialGC"), temporary)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        int samples = ManyShards.SHARDS * ManyShards.SAMPLES;
        assertThat(said.strip()).endsWith("38000 samples, 2000 held out, " + samples * ManyShards.CAPTION + " characters");
    }
}
