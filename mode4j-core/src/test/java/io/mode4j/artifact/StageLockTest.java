package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageLockTest {
    private static final Recipe RECIPE = new Recipe("embed", 1, new TreeMap<>(), new TreeMap<>());
    private final FileLayer files = new FileLayer();
    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(root.resolve("stage"));
    }

    private StageFolder stage() {
        return StageFolder.of(files, folder, RECIPE);
    }

    /** A lock as another process would have left it. */
    private void left(LockHolder holder) throws IOException {
        Files.writeString(folder.resolve(StageLock.NAME), holder.json());
    }

    private static LockHolder of(String host, long pid, String started) {
        return new LockHolder(host, pid, started, "2026-01-02T03:04:05Z", 1, null);
    }

    @Test
    void theSecondIsToldWhoWritesAndSinceWhen() throws IOException {
        try (StageFolder first = stage()) {
            assertThat(first.begin()).isTrue();
            LockHolder holder = StageLock.holder(folder).orElseThrow();
            assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThatThrownBy(stage()::begin).isInstanceOf(HeldException.class)
                    .hasMessageContaining(folder + " is being written by process " + holder.pid() + " on " + holder.host() + ", since 2")
                    .hasMessageContaining("goes on");
            assertThat(first.begin()).as("its own lock is no obstacle").isTrue();
        }
        assertThat(StageLock.holder(folder)).isEmpty();
    }

    @Test
    void aFinishedStageIsFreeAndItsManifestKnowsNoLock() throws IOException {
        StageFolder stage = stage();
        stage.begin();
        files.write(folder.resolve("a.npy"), out -> out.write(1));
        assertThat(folder.resolve(".lock")).exists();
        assertThat(stage.finish(Map.of()).files()).containsOnlyKeys("a.npy");
        assertThat(folder).isDirectoryNotContaining("glob:**.lock");
        assertThat(stage().begin()).isFalse();
    }

    @Test
    void aStageThatFailsIsFree() throws IOException {
        try (StageFolder stage = stage()) {
            stage.begin();
        }
        assertThat(folder.resolve(".lock")).doesNotExist();
        assertThat(stage().state()).isEqualTo(StageFolder.State.STARTED);
    }

    @Test
    void theLockOfAProcessThatEndedIsTakenOver() throws Exception {
        LockHolder here = LockHolder.here(1);
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        process.waitFor();
        left(of(here.host(), process.pid(), here.started()));
        assertThat(StageLock.holder(folder)).isEmpty();
        StageLock.requireFree(root);
        try (StageFolder stage = stage()) {
            assertThat(stage.begin()).isTrue();
            assertThat(StageLock.holder(folder)).map(LockHolder::pid).hasValue(here.pid());
        }
    }

    @Test
    void aNumberThatAnotherProcessHasNowIsNotTheHolder() throws IOException {
        LockHolder here = LockHolder.here(1);
        left(of(here.host(), here.pid(), "another start"));
        try (StageLock _ = StageLock.take(files, folder)) {
            assertThat(StageLock.holder(folder)).map(LockHolder::started).hasValue(here.started());
        }
    }

    @Test
    void aLockOfALivingProcessIsNotTakenOver() throws IOException {
        LockHolder here = LockHolder.here(1);
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        left(of(here.host(), parent.pid(), LockHolder.startOf(parent.pid()).orElseThrow()));
        assertThatThrownBy(() -> StageLock.take(files, folder)).isInstanceOf(HeldException.class)
                .hasMessageContaining("process " + parent.pid() + " on " + here.host() + ", since 2026-01-02T03:04:05Z");
    }

    @Test
    void theLockOfAnotherHostIsRefusedAndSaysWhatToRemove() throws IOException {
        left(of("far-away", 7, "then"));
        assertThatThrownBy(stage()::begin).isInstanceOf(HeldException.class)
                .hasMessageContaining("process 7 on far-away, since 2026-01-02T03:04:05Z")
                .hasMessageContaining("If that host is gone, or the process ended there, remove " + folder.resolve(".lock"));
        assertThatThrownBy(() -> StageLock.requireFree(root)).isInstanceOf(HeldException.class);
        Files.delete(folder.resolve(".lock"));
        try (StageFolder stage = stage()) {
            assertThat(stage.begin()).isTrue();
        }
    }

    @Test
    void theLockOfAnotherHostIsRemovedByWhoKnowsThatItsJobHasEnded() throws IOException {
        left(new LockHolder("far-away", 7, "then", "2026-01-02T03:04:05Z", 1, new SlurmJob("12", "here", 0)));
        StageLock.removeLeft(folder, job -> !job.id().equals("12"));
        assertThatThrownBy(() -> StageLock.take(files, folder)).isInstanceOf(HeldException.class).hasMessageContaining("(Slurm job 12)");
        StageLock.removeLeft(folder, job -> job.id().equals("12"));
        try (StageLock _ = StageLock.take(files, folder)) {
            StageLock.removeLeft(folder, _ -> true);
            assertThat(folder.resolve(".lock")).as("one of this host is known to be alive").exists();
        }
        left(of("far-away", 7, "then"));
        StageLock.removeLeft(folder, _ -> true);
        assertThat(folder.resolve(".lock")).as("of no job").exists();
    }

    @Test
    void aLockThatWasHalfWrittenIsTakenOver() throws IOException {
        Files.writeString(folder.resolve(".lock"), LockHolder.here(1).json().substring(0, 20));
        try (StageLock _ = StageLock.take(files, folder)) {
            assertThat(StageLock.holder(folder)).isPresent();
        }
    }

    @Test
    void whoWaitsComesInWhenTheOtherHasFinished() throws Exception {
        StageLock first = StageLock.take(files, folder);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<StageLock> second = thread.submit(() -> StageLock.take(files, folder, Duration.ofMinutes(1)));
            first.close();
            second.get().close();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void ofManyThatFindALeftLockOneGetsIt() throws Exception {
        int threads = 8;
        for (int round = 0; round < 50; round++) {
            left(of(LockHolder.here(1).host(), ProcessHandle.current().pid(), "another start"));
            CountDownLatch together = new CountDownLatch(threads);
            List<Future<StageLock>> taken = new ArrayList<>();
            int got = 0;
            try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
                for (int t = 0; t < threads; t++) {
                    taken.add(pool.submit(() -> {
                        together.countDown();
                        together.await();
                        return StageLock.take(files, folder);
                    }));
                }
                for (Future<StageLock> lock : taken) {
                    try {
                        lock.get();
                        got++;
                    } catch (ExecutionException e) {
                        assertThat(e).hasCauseInstanceOf(HeldException.class);
                    }
                }
            }
            assertThat(got).isEqualTo(1);
            for (Future<StageLock> lock : taken) {
                if (lock.state() == Future.State.SUCCESS) {
                    lock.resultNow().close();
                }
            }
        }
    }
}
