package io.mode4j.shard.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 20 million characters of captions, in 200 shards, go through a heap of 24 MiB, and pairs are held out. */
class HeapTest {
    @TempDir
    Path temporary;

    @Test
    void theHeapDoesNotGrowWithTheNumberOfShards() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx24m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), ManyShards.class.getName(),
                temporary.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        int samples = ManyShards.SHARDS * ManyShards.SAMPLES;
        assertThat(said.strip()).endsWith("38000 samples, 2000 held out, " + samples * ManyShards.CAPTION + " characters");
    }
}
