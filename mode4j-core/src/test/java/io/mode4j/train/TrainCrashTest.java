package io.mode4j.train;

import static io.mode4j.train.TrainFixture.MODEL;
import static io.mode4j.train.TrainedFolder.contents;
import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FailingFileLayer;
import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.LinearClipEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a training at every operation on files, and goes on. */
class TrainCrashTest {

    private static final TrainJob SEED = TrainJob.seed(MODEL, Portion.of(0, 30)); // 8 steps of 4, checkpoints at 3, 6 and 8

    @TempDir
    private Path temporary;
    private Path index = Path.of("");

    @BeforeEach
    void makeIndex() throws IOException {
        index = TrainFixture.index(temporary.resolve("index"), Set.of(5));
    }

    @Test
    void aTrainingThatIsKilledAtAnyWriteEndsInTheSameBytes() throws Exception {
        killedAnywhere(TrainFixture.options(2));
    }

    @Test
    void soDoesOneThatShufflesInWindows() throws Exception {
        killedAnywhere(TrainFixture.windowed(2));
    }

    private void killedAnywhere(TrainSettings options) throws IOException {
        Path straight = temporary.resolve("straight");
        stage(new FileLayer(), options).run(SEED, straight);
        Map<String, Object> expected = contents(straight);
        int kills = 0;
        while (true) {
            Path folder = temporary.resolve("killed-" + kills);
            FailingFileLayer failing = new FailingFileLayer(kills + 1);
            if (survives(failing, options, folder)) {
                break;
            }
            stage(new Unsynced(), options).run(SEED, folder);
            assertThat(contents(folder)).as("killed at %d", kills).isEqualTo(expected);
            kills++;
        }
        assertThat(kills).isGreaterThan(150);
    }

    private TrainStage stage(FileLayer files, TrainSettings options) {
        return TrainFixture.stage(files, new LinearClipEngine(), index, options);
    }

    private boolean survives(FailingFileLayer failing, TrainSettings options, Path folder) {
        try {
            stage(failing, options).run(SEED, folder);
            return true;
        } catch (IOException e) {
            assertThat(e).hasStackTraceContaining("killed");
            return false;
        }
    }
}
