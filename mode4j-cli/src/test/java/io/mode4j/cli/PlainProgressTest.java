package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.progress.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlainProgressTest {

    /** Were the million of before counted, there would be more than a million a second. */
    @Test
    void whatWasDoneBeforeIsNoSpeed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Progress progress = new PlainProgress(new PrintStream(out, true, StandardCharsets.UTF_8), Duration.ZERO);
        try (Progress.Bar bar = progress.start("train", 2_000_000, "samples", 1_000_000)) {
            bar.note("loss 1");
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("train: 1,000,000 of 2,000,000 samples", ", 0.0/s (loss 1)",
                ", 0.0/s, done (loss 1)");
    }
}
