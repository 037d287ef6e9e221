package io.mode4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.report.LossCurve.HeldOutLook;
import io.mode4j.report.LossCurve.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossCurveTest {

    @TempDir
    private Path folder;

    private LossCurve read(String log) throws IOException {
        return LossCurve.read("seed", Files.writeString(folder.resolve("log.jsonl"), log)).orElseThrow();
    }

    @Test
    void stepsAndLooksAtHeldOutPairsAreCurvesOfTheirOwn() throws Exception {
        LossCurve curve = read("""
                               {"step":1,"samples":10,"loss":3.5}
                               {"step":2,"samples":20,"loss":2.5,"validation_pairs":7,"validation_loss":2.75,\
                               "validation_image_to_text_recall@1":0.25,"validation_text_to_image_recall@1":0.5}
                               {"step":3,"samples":30,"loss":2.0,"validation_pairs":0,"validation_loss":"NaN"}
                               {"step":4,"samp""");
        assertThat(curve.points()).containsExactly(new Point(10, 3.5), new Point(20, 2.5), new Point(30, 2.0));
        assertThat(curve.heldOut()).containsExactly(new HeldOutLook(20, 2.75, 0.25, 0.5));
    }

    @Test
    void manyStepsAreDrawnAsMeans() throws Exception {
        StringBuilder log = new StringBuilder();
        for (int step = 1; step <= 240; step++) {
            log.append("{\"step\":%d,\"samples\":%d,\"loss\":%d}\n".formatted(step, step, step % 2));
        }
        LossCurve curve = read(log.toString());
        assertThat(curve.points()).hasSize(120).startsWith(new Point(1.5, 0.5)).endsWith(new Point(239.5, 0.5));
        assertThat(curve.heldOut()).isEmpty();
    }
}
