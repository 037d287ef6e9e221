package io.mode4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FileLayer;
import io.mode4j.progress.StageUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What stages take is logged, and read again. */
class StageUseTest {
    private static final int BYTES = 5_000_000;

    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void bytesAndMemoryOfAStageAreItsOwn() throws IOException {
        Path log = folder.resolve("stages.jsonl");
        StageClock clock = new StageClock(new FileLayer(), log);
        clock.time("write", () -> Files.write(folder.resolve("file"), new byte[BYTES]));
        clock.time("read", () -> Files.readAllBytes(folder.resolve("file")));
        List<StageUse> uses = StageUse.read(log);
        assertThat(uses).extracting(StageUse::stage).containsExactly("write", "read");
        assertThat(uses).allMatch(StageUse::done);
        assertThat(uses.get(0).written()).isBetween((long) BYTES, BYTES + 1_000_000L);
        assertThat(uses.get(0).read()).isLessThan(1_000_000);
        assertThat(uses.get(1).read()).isBetween((long) BYTES, BYTES + 1_000_000L);
        assertThat(uses.get(1).written()).isLessThan(1_000_000);
        assertThat(uses.get(1).peak()).isGreaterThan(BYTES);
    }

    @Test
    void aStageThatFailsIsLoggedAsNotDone() throws IOException {
        Path log = folder.resolve("stages.jsonl");
        assertThatThrownBy(() -> new StageClock(new FileLayer(), log).time("index", () -> {
            throw new IOException("no room");
        })).hasMessage("no room");
        assertThat(StageUse.read(log)).singleElement().matches(use -> !use.done() && use.stage().equals("index"));
    }

    @Test
    void linesOfOlderVersionsAndTornOnesAreNoFailure() throws IOException {
        Path log = Files.writeString(folder.resolve("stages.jsonl"),
                "{\"stage\": \"index\", \"began\": \"2026-01-01T00:00:00Z\", \"seconds\": 1.5, \"done\": true}\n{\"stage\": \"emb");
        assertThat(StageUse.read(log)).singleElement().matches(use -> use.seconds() == 1.5 && use.peak() == 0);
    }
}
