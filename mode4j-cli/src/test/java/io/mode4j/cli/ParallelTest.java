package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FolderCopy;
import io.mode4j.artifact.LockHolder;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.jobs.Attempt;
import io.mode4j.jobs.JobRecord;
import io.mode4j.pipeline.FolderStatus;
import io.mode4j.pipeline.FolderStatus.State;
import io.mode4j.pipeline.RunStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --parallel}: what one process trains after another, whatever happens to the queue, its processes and the disk. */
class ParallelTest {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final List<String> MODELS = List.of("experts/expert-0", "experts/expert-1", "baselines/dense");

    @TempDir
    private static Path folder;

    private static Path assigned;
    private static Path whole;

    @BeforeAll
    static void trainOneAfterAnother() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), 60, 1);
        assigned = AssignedRun.make(folder.resolve("assigned"), folder.resolve("data"));
        whole = FolderCopy.of(assigned, folder.resolve("whole"));
        assertThat(Main.run(train(whole, "--only", "seed"))).isZero();
        for (String model : List.of("expert-0", "expert-1", "dense")) {
            assertThat(Main.run(train(whole, "--only", model, "--workers", Integer.toString(Math.max(1, CORES / 2))))).as(model).isZero();
        }
    }

    private static String[] train(Path run, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "--run", run.toString(), "--config", KillTest.resource("tiny.yaml"),
                "--model", KillTest.resource("tiny-model.json"), "--batch-size", "8", "--seed-span", "60 steps", "--expert-span",
                "120 steps", "--progress",
                "plain"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static CommandProcess queue(Path run, String... more) throws IOException {
        return CommandProcess.start(folder, Stream.concat(Stream.of(train(run, "--parallel", "2")), Stream.of(more)).toList());
    }

    /** A run of which some models are left to train. */
    private static Path without(String name, String... models) throws IOException {
        Path copy = FolderCopy.of(whole, folder.resolve(name));
        for (String model : models) {
            new FileLayer().deleteTree(copy.resolve(model));
        }
        new FileLayer().deleteFile(copy.resolve("stages.jsonl"));
        return copy;
    }

    private static void requireSameBytes(Path run, List<String> models) throws IOException {
        for (String model : models) {
            assertThat(KillTest.contents(run.resolve(model))).as(model)
                    .containsKey("model.safetensors")
                    .isEqualTo(KillTest.contents(whole.resolve(model)));
        }
    }

    /** Waits until a model has some steps behind it; returns who trains it. */
    private static LockHolder trains(Path run, String model, CommandProcess queue) throws Exception {
        Path log = run.resolve(model).resolve("log.jsonl");
        while (queue.isAlive()) {
            Optional<LockHolder> holder = StageLock.holder(run.resolve(model));
            if (holder.isPresent() && Files.exists(log) && Files.readAllLines(log).size() > 5) {
                return holder.get();
            }
            Thread.sleep(5);
        }
        throw new AssertionError(model + " is not trained: " + queue.finish().err());
    }

    private static FolderStatus status(Path run, String model) throws IOException {
        return new RunStatus(new RunDirectory(run), false).all()
                .stream()
                .filter(status -> status.folder().equals(model))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aQueueTrainsTheSameBytesThoughAProcessIsKilled() throws Exception {
        Path run = FolderCopy.of(assigned, folder.resolve("queue"));
        CommandProcess queue = queue(run);
        LockHolder seed = trains(run, "seed", queue);
        assertThat(seed.pid()).as("not the queue itself").isNotEqualTo(queue.handle().pid());
        assertThat(status(run, "experts/expert-1")).isEqualTo(new FolderStatus("experts/expert-1", State.WAITING, "for seed"));
        assertThat(status(run, "seed").reason()).startsWith("process " + seed.pid()).endsWith("log: " + run.resolve("jobs/seed.log"));
        assertThat(Heard.run(train(run, "--parallel", "2")).err()).as("a second queue")
                .contains(run.resolve("jobs") + " is being written by process " + queue.handle().pid());
        LockHolder killed = trains(run, "experts/expert-0", queue);
        assertThat(ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly()).isTrue();
        CommandProcess.Result result = queue.finish();
        assertThat(result.exitCode()).as(result.err()).isZero();
        String place = CORES < 4 ? "1 core" : CORES / 2 + " cores";
        assertThat(result.err()).contains("seed on " + (CORES == 1 ? "1 core" : CORES + " cores") + ": begins", "seed on ",
                "expert-0 on " + place + ": was killed (exit code 137); starts again", "expert-0 on " + place + ": begins again, time 2",
                "dense on " + place + ": done");
        requireSameBytes(run, MODELS);
        requireSameBytes(run, List.of("seed"));
        List<Attempt> attempts = JobRecord.read(new RunDirectory(run), "expert-0").orElseThrow().attempts();
        assertThat(attempts).extracting(Attempt::exitCode).containsExactly(137, 0);
        assertThat(attempts.getFirst().process()).isEqualTo(killed.pid());
        assertThat(JobRecord.read(new RunDirectory(run), "expert-1").orElseThrow().attempts()).hasSize(1);
        assertThat(run.resolve("jobs/expert-0.log")).content().contains("# ", "train expert-0: ");
        assertThat(RunFile.recorded(new RunDirectory(run))).doesNotContainKeys("parallel", "only", "device")
                .containsEntry("expert-span", "120 steps");
        CommandProcess.Result again = Heard.run(train(run, "--parallel", "2"));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).as("all is done").doesNotContain("begins");
        new FileLayer().deleteTree(run.resolve("experts/expert-1"));
        String[] all = train(run, "--parallel", "2", "--shards", folder.resolve("data").toString());
        all[0] = "run";
        CommandProcess.Result evaluated = Heard.run(all);
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.err()).contains("expert-1 on " + place + ": begins", "expert-1 on " + place + ": done");
        assertThat(run.resolve("evaluation/results.csv")).exists();
        CommandProcess.Result other = Heard.run(train(run, "--parallel", "2", "--lr", "0.01"));
        assertThat(other.exitCode()).as("other options are refused as without a queue").isEqualTo(1);
        assertThat(other.err()).contains(run.resolve("seed") + " holds the work of other options or inputs").contains("--redo seed");
    }

    @Test
    void aQueueThatIsStoppedAndKilledGoesOn() throws Exception {
        Path run = without("stopped", "experts/expert-0", "experts/expert-1");
        CommandProcess stopped = queue(run, "--save-every", "10000");
        for (String model : List.of("experts/expert-0", "experts/expert-1")) {
            LockHolder _ = trains(run, model, stopped);
        }
        List<ProcessHandle> jobs = stopped.handle().children().toList();
        assertThat(jobs).hasSize(2);
        stopped.handle().destroy(); // SIGTERM
        CommandProcess.Result first = stopped.finish();
        assertThat(first.exitCode()).as(first.err()).isEqualTo(143);
        assertThat(first.err()).contains("the training of expert-0 was stopped; step ", "the training of expert-1 was stopped; step ");
        assertThat(jobs).noneMatch(ProcessHandle::isAlive);
        for (String model : List.of("experts/expert-0", "experts/expert-1")) {
            assertThat(run.resolve(model).resolve("newest.txt")).exists();
            assertThat(status(run, model)).satisfies(status -> {
                assertThat(status.state()).isEqualTo(State.INTERRUPTED);
                assertThat(status.reason()).contains("the same command again goes on", "jobs/expert-");
            });
        }

        CommandProcess killed = queue(run);
        LockHolder _ = trains(run, "experts/expert-1", killed);
        List<ProcessHandle> orphans = killed.handle().children().toList();
        killed.handle().destroyForcibly();
        CommandProcess.Result last = Heard.run(train(run, "--parallel", "2"));
        assertThat(last.exitCode()).as(last.err()).isZero();
        for (ProcessHandle orphan : orphans) {
            ProcessHandle _ = orphan.onExit().get(60, TimeUnit.SECONDS);
        }
        requireSameBytes(run, MODELS);
        for (String model : List.of("expert-0", "expert-1")) {
            assertThat(Files.readAllLines(run.resolve("stages.jsonl"))).as("nothing twice")
                    .filteredOn(line -> line.contains("\"" + model + "\"") && line.contains("\"done\": true"))
                    .hasSize(1);
        }
    }

    @Test
    void aModelThatAnotherProcessTrainsIsLeftToIt() throws Exception {
        Path run = without("held", "experts/expert-0", "baselines/dense");
        Files.createDirectories(run.resolve("baselines/dense"));
        Files.writeString(run.resolve("baselines/dense/.lock"), lock(thisHost(run)));
        CommandProcess alone = CommandProcess.start(folder, List.of(train(run, "--only", "expert-0", "--workers", "1")));
        LockHolder holder = trains(run, "experts/expert-0", alone);
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(holder.pid())).start().waitFor()).isZero();
        CommandProcess.Result result = Heard.run(train(run, "--parallel", "2"));
        assertThat(new ProcessBuilder("kill", "-CONT", Long.toString(holder.pid())).start().waitFor()).isZero();
        assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
        assertThat(result.err())
                .contains("mode4j: 1 of 2 jobs are not done",
                        "expert-0: " + run.resolve("experts/expert-0") + " is being written by process " + holder.pid(),
                        "log: " + run.resolve("jobs/expert-0.log"))
                .doesNotContain("\tat ", "begins again");
        assertThat(status(run, "baselines/dense").state()).as("its lock was stale").isEqualTo(State.DONE);
        assertThat(alone.finish().exitCode()).isZero();
        assertThat(status(run, "experts/expert-0").state()).isEqualTo(State.DONE);
        requireSameBytes(run, List.of("baselines/dense"));
    }

    private static String lock(String host) {
        return "{\"host\":\"%s\",\"pid\":1,\"started\":\"long ago\",\"since\":\"2026-01-01T00:00:00Z\",\"number\":1}".formatted(host);
    }

    private static String thisHost(Path run) throws IOException {
        try (StageLock _ = StageLock.take(new FileLayer(), run)) {
            return StageLock.holder(run).orElseThrow().host();
        }
    }

    @Test
    void aDiskThatIsFullCostsItsJobAlone() throws Exception {
        Path run = without("full", "experts/expert-0", "experts/expert-1");
        Path disk = Files.createDirectories(run.resolve("experts/expert-0"));
        assumeTrue(FullDiskTest.canMount(disk), "needs unshare and mount, as root or with user namespaces");
        String command = Stream.concat(CommandProcess.java().stream(), Stream.of(train(run, "--parallel", "2")))
                .map(FullDiskTest::quoted)
                .collect(Collectors.joining(" "));
        String script = "mount -t tmpfs -o size=300k tmpfs %s && %s; code=$?; find %s -name 'model.safetensors' -o -name '*.tmp'; exit $code"
                .formatted(disk, command, disk);
        Process process = new ProcessBuilder("unshare", "--mount", "--map-root-user", "sh", "-c", script).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains("mode4j: 1 of 2 jobs are not done", "expert-0: Cannot write " + disk, "No space left on device")
                .doesNotContain("starts again", "\tat ");
        assertThat(said.lines().filter(line -> line.startsWith(disk.toString()))).as("no unfinished file is left").isEmpty();
        assertThat(status(run, "experts/expert-0")).satisfies(status -> {
            assertThat(status.state()).isEqualTo(State.FAILED);
            assertThat(status.reason()).contains("No space left on device", "log: " + run.resolve("jobs/expert-0.log"));
        });
        requireSameBytes(run, List.of("experts/expert-1"));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThat(refusal("--parallel", "0")).contains("--parallel 0: expected at least 1");
        assertThat(refusal("--devices", "tpu")).contains("--devices tpu: device must be cpu, cuda or cuda:n");
        assertThat(refusal("--parallel", "2", "--only", "seed")).contains("--parallel and --devices are for several models");
        assertThat(refusal("--devices", "cpu", "--processes", "2")).contains("expected --devices or --processes, found both");
    }

    private static String refusal(String... more) {
        CommandProcess.Result result = Heard.run(train(whole, more));
        assertThat(result.exitCode()).isEqualTo(2);
        return result.err();
    }
}
