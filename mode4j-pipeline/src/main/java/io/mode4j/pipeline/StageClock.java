package io.mode4j.pipeline;

import io.mode4j.artifact.FileLayer;
import io.mode4j.progress.ProcessUse;
import io.mode4j.progress.StageUse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Logs what each stage took to {@code stages.jsonl}, as {@link StageUse} reads it; a stage that was interrupted or skipped has as many lines as it was begun. */
public final class StageClock {
    private final FileLayer files;
    private final Path log;

    public StageClock(FileLayer files, Path log) {
        this.files = files;
        this.log = log;
    }

    /** Work that may fail. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    public void time(String stage, Work work) throws IOException {
        Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        ProcessUse.forgetPeak();
        Optional<ProcessUse> before = ProcessUse.own();
        long start = System.nanoTime();
        boolean done = false;
        try {
            work.run();
            done = true;
        } finally {
            double seconds = (System.nanoTime() - start) / 1e9;
            files.append(log, new StageUse(stage, began, seconds, done, 0, 0, 0).with(before, ProcessUse.own()).line());
            files.force(log);
        }
    }
}
