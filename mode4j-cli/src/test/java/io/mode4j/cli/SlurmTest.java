package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mode4j.artifact.FolderCopy;
import io.mode4j.artifact.LockHolder;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.pipeline.FolderStatus;
import io.mode4j.pipeline.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit} with a real Slurm of two nodes: what one process makes, whatever happens to jobs on the way. */
class SlurmTest {
    private static final long NEVER_LONGER = 180_000; // ms
    private static final List<String> STAGES = List.of("index", "embeddings", "clusters", "assignments", "run.json");
    private static final Pattern SUBMITTED = Pattern.compile("(?m)^(\\S+) +submitted as Slurm job (\\S+)$");

    @TempDir
    private static Path folder;

    private static Path whole; // by one process
    private static LocalSlurm slurm;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(LocalSlurm.canStart(), "needs slurm-wlm and munge (apt-get install slurm-wlm munge), and root");
        Drawings.write(folder.resolve("data/00000.tar"), 60, 1);
        slurm = LocalSlurm.start(folder.resolve("slurm"));
        whole = folder.resolve("whole");
        assertThat(Main.run(command("run", whole, "--shards", folder.resolve("data").toString()).toArray(String[]::new))).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        if (slurm != null) {
            slurm.close();
        }
    }

    private static List<String> command(String name, Path run, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of(name, "--run", run.toString(), "--config", KillTest.resource("tiny.yaml"), "--model",
                        KillTest.resource("tiny-model.json"), "--workers", "1", "--progress", "none", "--seed-span", "100 steps",
                        "--expert-span", "20 steps",
                        "--save-every", "10000"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    /** Submits; returns what it says. */
    private static String submit(Path run, String... more) throws Exception {
        List<String> arguments = command("submit", run, more);
        arguments.addAll(List.of("--scheduler", "slurm"));
        CommandProcess.Result result = CommandProcess.start(folder, slurm.environment(), arguments).finish();
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
    }

    private static String status(Path run) throws Exception {
        CommandProcess.Result result = CommandProcess.start(folder, slurm.environment(), List.of("status", "--run", run.toString()))
                .finish();
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
    }

    /** The numbers in Slurm by the names of the jobs, as a submission said them. */
    private static Map<String, String> numbers(String said) {
        Map<String, String> numbers = new TreeMap<>();
        for (Matcher found = SUBMITTED.matcher(said); found.find();) {
            numbers.put(found.group(1), found.group(2));
        }
        return numbers;
    }

    private static String number(String job, Map<String, String> numbers) {
        return Objects.requireNonNull(numbers.get(job), job);
    }

    /** A run that is assigned, and not trained. */
    private static Path assigned(String name) throws IOException {
        Path copy = folder.resolve(name);
        for (String part : STAGES) {
            Path _ = FolderCopy.of(whole.resolve(part), copy.resolve(part));
        }
        return copy;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Path run, Condition condition) throws Exception {
        long began = System.currentTimeMillis();
        while (!condition.holds()) {
            boolean over = slurm.run("squeue", "--noheader").isBlank() && !condition.holds();
            if (over || System.currentTimeMillis() - began > NEVER_LONGER) {
                throw new AssertionError("expected " + what + ", found " + slurm.run("squeue", "--states=all") + logs(run));
            }
            Thread.sleep(100);
        }
    }

    private static Map<String, String> logs(Path run) throws IOException {
        Map<String, String> logs = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run.resolve("jobs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                logs.put("\n" + run.relativize(file), Files.readString(file));
            }
        }
        return logs;
    }

    private static void awaitEnd(Path run) throws Exception {
        await("the end of all jobs", run, () -> slurm.run("squeue", "--noheader").isBlank());
    }

    private static int steps(Path model) throws IOException {
        return Files.exists(model.resolve("log.jsonl")) ? Files.readAllLines(model.resolve("log.jsonl")).size() : 0;
    }

    /** What a run holds beside the files of its jobs. */
    private static SortedMap<String, String> contents(Path run) throws IOException {
        SortedMap<String, String> contents = KillTest.contents(run);
        contents.keySet().removeIf(name -> name.startsWith("jobs/"));
        return contents;
    }

    /** The experts and the evaluation of one run by jobs are enough. */
    private static void cancelOthers(Map<String, String> numbers) throws Exception {
        String _ = slurm.run("scancel", number("expert-0", numbers).replaceFirst("_.*", ""), number("evaluate", numbers));
    }

    private static void requireSameSeed(Path run, Path other) throws IOException {
        assertThat(contents(run.resolve("seed"))).as(logs(run).toString())
                .containsKey("model.safetensors")
                .isEqualTo(contents(other.resolve("seed")));
    }

    @Test
    void aRunByJobsHasTheBytesOfOneProcess() throws Exception {
        Path run = folder.resolve("a run of %x #'jobs'");
        String said = submit(run, "--shards", folder.resolve("data").toString());
        Map<String, String> numbers = numbers(said);
        assertThat(numbers).containsOnlyKeys("stages", "seed", "expert-0", "expert-1", "dense", "evaluate");
        assertThat(List.of("expert-0", "expert-1", "dense").stream().map(job -> number(job, numbers))).as("an array")
                .extracting(number -> number.substring(number.indexOf('_')))
                .containsExactly("_0", "_1", "_2");
        assertThat(status(run)).containsPattern("seed +waiting +Slurm job " + number("seed", numbers) + ": pending \\(Dependency\\)");

        assertThat(numbers(submit(run))).as("nothing is submitted twice").isEmpty();
        awaitEnd(run);
        assertThat(contents(run)).as(() -> {
            try {
                return logs(run).toString();
            } catch (IOException e) {
                return e.toString();
            }
        }).isEqualTo(contents(whole));
        assertThat(run.resolve("evaluation/report.html")).isNotEmptyFile();
        assertThat(run.resolve("jobs/expert-1.log")).content().contains("Slurm job ", " on n", "start 1", "exit code 0");
        assertThat(submit(run)).contains("Everything is done.");
    }

    @Test
    void aTrainingGoesOnAfterItsTimeAfterPreemptionAndAfterItsNodeIsGone() throws Exception {
        Path run = assigned("disturbed");
        Map<String, String> numbers = numbers(submit(run));
        assertThat(numbers).doesNotContainKey("stages");
        String seed = number("seed", numbers);
        Path log = run.resolve("jobs/seed.log");

        await("some steps", run, () -> steps(run.resolve("seed")) > 5);
        String _ = slurm.run("scancel", "--batch", "--signal=TERM", seed); // as some time before a job that is worth more takes its place
        await("another start", run, () -> Files.readString(log).contains("start 2"));
        assertThat(log).content()
                .contains("goes on in a new start of this job", "Slurm asks this job to end", "the training of seed was stopped; step ",
                        "exit code 143");

        int before = steps(run.resolve("seed"));
        await("more steps", run, () -> steps(run.resolve("seed")) > before + 5);
        String _ = slurm.run("scontrol", "requeue", seed); // as at once for one
        await("another start", run, () -> Files.readString(log).contains("start 3"));
        assertThat(log).content().containsOnlyOnce("goes on in a new start of this job");

        int then = steps(run.resolve("seed"));
        await("more steps", run, () -> steps(run.resolve("seed")) > then + 5);
        LockHolder holder = StageLock.holder(run.resolve("seed")).orElseThrow();
        assertThat(holder.job()).hasValueSatisfying(job -> assertThat(job.id()).isEqualTo(seed));
        slurm.lose(holder.host());
        await("another start", run, () -> Files.readString(log).contains("start 4"));
        assertThat(log).content().contains("on " + (holder.host().equals("n1") ? "n2" : "n1") + ", start 4");
        slurm.bringBack(holder.host());
        cancelOthers(numbers);
        awaitEnd(run);
        requireSameSeed(run, whole);
    }

    @Test
    void whatIsCancelledOrKilledCountsAsNothingAndIsSubmittedAgain() throws Exception {
        Path run = assigned("cancelled");
        Map<String, String> first = numbers(submit(run, "--sbatch-option", "nodelist=n1"));
        await("some steps", run, () -> steps(run.resolve("seed")) > 5);
        assertThat(new RunStatus(new RunDirectory(run), false).all()).filteredOn(FolderStatus::folder, "seed")
                .allSatisfy(seed -> assertThat(seed.state() + " " + seed.reason())
                        .matches("RUNNING process \\d+ on n1, since .* \\(Slurm job " + number("seed", first) + "\\); log: .*seed.log"));
        String _ = slurm.run("scancel", "--full", "--signal=KILL", number("seed", first));
        String _ = slurm.run("scancel", "--user=root");
        awaitEnd(run);
        Optional<LockHolder> left = StageLock.holder(run.resolve("seed"));
        assertThat(left).as("of a machine that is not this one").map(LockHolder::host).hasValue("n1");
        assertThat(run.resolve("seed/manifest.json")).doesNotExist();
        assertThat(status(run)).containsPattern("seed +failed +Slurm job " + number("seed", first) + ": ")
                .containsPattern("experts/expert-0 +failed +Slurm job " + number("expert-0", first) + ": cancelled");

        Map<String, String> second = numbers(submit(run, "--sbatch-option", "nodelist=n2"));
        assertThat(second).containsOnlyKeys(first.keySet().toArray(String[]::new)).doesNotContainValue(number("seed", first));
        cancelOthers(second);
        awaitEnd(run);
        requireSameSeed(run, whole);
    }

    @Test
    void severalRanksTrainAModel() throws Exception {
        Path two = assigned("two processes");
        List<String> train = command("train", two, "--only", "seed", "--processes", "2");
        CommandProcess.Result local = CommandProcess.start(folder, train).finish();
        assertThat(local.exitCode()).as(local.err()).isZero();

        Path run = assigned("ranks");
        Map<String, String> numbers = numbers(submit(run, "--nodes", "2", "--ntasks-per-node", "1", "--cpus-per-task", "1"));
        cancelOthers(numbers);
        await("some steps", run, () -> steps(run.resolve("seed")) > 5);
        String _ = slurm.run("scancel", "--batch", "--signal=USR1", number("seed", numbers));
        awaitEnd(run);
        assertThat(run.resolve("jobs/seed.log")).content()
                .contains("the time is nearly up", "the training of seed was stopped; step ", "start 2", "exit code 0");
        requireSameSeed(run, two);
    }
}
