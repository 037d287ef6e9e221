package io.mode4j.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.HeldException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue with small real processes. */
class JobQueueTest {
    private static final Place WHOLE = new Place("", 4);
    private static final String MAKE = "mkdir -p $FOLDER; echo {} > $FOLDER/manifest.json";

    @TempDir
    private Path root;
    private RunDirectory run = new RunDirectory(Path.of(""));
    private final Map<String, String> scripts = new HashMap<>();
    private final Seen seen = new Seen();

    /** What the watch saw, in order. */
    private static final class Seen implements JobWatch {
        private final List<String> events = new ArrayList<>();
        private final Map<String, Place> atWork = new HashMap<>();
        private int most;

        @Override
        public void waits(Job job) {}

        @Override
        public void begins(Job job, Place place, int attempt) {
            assertThat(atWork.values()).as("two at one place").doesNotContain(place);
            atWork.put(job.name(), place);
            most = Math.max(most, atWork.size());
            events.add("begins " + job.name() + " " + attempt);
        }

        @Override
        public synchronized void says(Job job, String line) {
            assertThat(line).doesNotContain("\n");
        }

        @Override
        public void isDone(Job job) {
            atWork.remove(job.name());
            events.add("done " + job.name());
        }

        @Override
        public void fails(Job job, String why, boolean again) {
            atWork.remove(job.name());
            events.add((again ? "again " : "failed ") + job.name() + ": " + why);
        }

        @Override
        public void look() {}
    }

    @BeforeEach
    void open() {
        run = new RunDirectory(root);
    }

    private Job job(String name, String script, String... after) {
        scripts.put(name, script);
        return new Job(name, List.of(List.of("train", "--only", name)), List.of(after), List.of(root.resolve("models").resolve(name)));
    }

    private void run(int places, int restarts, Job... jobs) throws IOException {
        List<Place> all = IntStream.range(0, places).mapToObj(i -> new Place("cuda:" + i, 1)).toList();
        new JobQueue(new FileLayer(), run, WHOLE, all, restarts, (job, place) -> {
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", scripts.get(job.name()));
            builder.environment().put("FOLDER", job.folders().getFirst().toString());
            builder.environment().put("PLACE", place.toString());
            return JobProcess.start(builder);
        }, seen).run(List.of(jobs));
    }

    private JobRecord record(String name) throws IOException {
        return JobRecord.read(run, name).orElseThrow();
    }

    @Test
    void whatOthersWaitForHasTheWholeMachineAndTheyShareIt() throws Exception {
        Random random = new Random(1);
        Job[] jobs = Stream.concat(Stream.of(job("seed", "echo $PLACE; sleep 0.2; " + MAKE)), IntStream.range(0, 7)
                .mapToObj(i -> job("expert-" + i, "sleep 0.0" + random.nextInt(10) + "; echo $PLACE; " + MAKE, "seed")))
                .toArray(Job[]::new);
        run(3, 0, jobs);
        assertThat(jobs).allMatch(Job::isDone);
        assertThat(seen.events).startsWith("begins seed 1", "done seed").hasSize(16);
        assertThat(seen.most).isEqualTo(3);
        assertThat(JobRecord.log(run, "seed")).content().contains("4 cores\n");
        assertThat(JobRecord.log(run, "expert-2")).content().matches("# .*: process [0-9]+, (cuda:[0-2])\n\\1\n");
        assertThat(record("seed").newest().orElseThrow()).satisfies(attempt -> {
            assertThat(attempt.where()).isEqualTo("4 cores");
            assertThat(attempt.ended()).isNotEmpty();
            assertThat(attempt.isFailed()).isFalse();
        });
        assertThat(JobRecord.names(run)).hasSize(8).contains("expert-6");
    }

    @Test
    void aJobThatIsKilledIsTriedAgainAndTheOthersAreUnharmed() throws Exception {
        Path tried = root.resolve("tried");
        run(2, 2, job("a", "test -e %s || { touch %s; kill -9 $$; }; %s".formatted(tried, tried, MAKE)), job("b", "sleep 0.3; " + MAKE));
        assertThat(seen.events).contains("again a: was killed (exit code 137)", "begins a 2", "done a", "begins b 1", "done b");
        assertThat(record("a").attempts()).extracting(Attempt::exitCode).containsExactly(137, 0);
        assertThat(record("a").attempts()).extracting(Attempt::isFailed).containsExactly(true, false);
        assertThat(record("b").attempts()).hasSize(1);
    }

    @Test
    void whatFailsIsNamedWithItsReasonAndItsLog() {
        Job[] jobs = {job("crashes", "kill -9 $$"),
            job("says", "echo mode4j: the disk is full >&2; echo 'mode4j: WARNING: and slow'; exit 1"),
            job("lies", "exit 0"), job("good", MAKE), job("next", MAKE, "says")};
        assertThatThrownBy(() -> run(2, 1, jobs)).isInstanceOf(FailedJobsException.class)
                .hasMessageContainingAll("4 of 5 jobs are not done",
                        "crashes: was killed (exit code 137) (2 times begun; log: " + root.resolve("jobs/crashes.log") + ")",
                        "says: the disk is full (log: " + root.resolve("jobs/says.log"), "lies: ended, and has not made",
                        "next: waits for says");
        assertThat(Stream.of(jobs).filter(Job::isDone)).extracting(Job::name).containsExactly("good");
        assertThat(seen.events).contains("failed says: the disk is full").doesNotContain("begins says 2", "begins next 1");
    }

    @Test
    void aRunHasOneQueueAtATime() throws Exception {
        try (StageLock _ = StageLock.take(new FileLayer(), run.jobs())) {
            assertThatThrownBy(() -> run(1, 0, job("a", MAKE))).isInstanceOf(HeldException.class)
                    .hasMessageContaining(run.jobs() + " is being written by process " + ProcessHandle.current().pid());
        }
        assertThatCode(() -> run(1, 0, job("a", MAKE))).doesNotThrowAnyException();
        assertThat(StageLock.holder(run.jobs())).isEmpty();
    }

    /** A queue that was killed leaves a process that still saves what it has: its model's lock tells. */
    @Test
    void aProcessThatAnEarlierQueueLeftIsWaitedFor() throws Exception {
        Job job = job("a", MAKE);
        JobRecord.fresh().with(Attempt.begins(1, "1 core")).write(new FileLayer(), run, "a");
        StageLock saving = StageLock.take(new FileLayer(), job.folders().getFirst());
        Thread queue = Thread.ofVirtual().start(() -> assertThatCode(() -> run(1, 0, job)).doesNotThrowAnyException());
        while (StageLock.holder(run.jobs()).isEmpty()) {
            Thread.onSpinWait();
        }
        Thread.sleep(300); // it could begin, were it not for the lock
        assertThat(seen.events).isEmpty();
        saving.close();
        queue.join();
        assertThat(seen.events).containsExactly("begins a 1", "done a");
    }

    @Test
    void aDiskThatIsFullEndsNoQueue() throws Exception {
        Job job = job("a", "echo said; " + MAKE);
        new JobQueue(new FileLayer() {
            private static final long serialVersionUID = 1;

            @Override
            public void append(Path target, byte[] bytes) throws IOException {
                throw new IOException("Cannot write " + target + ": No space left on device");
            }
        }, run, WHOLE, List.of(WHOLE), 0, (_, _) -> {
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", scripts.get("a"));
            builder.environment().put("FOLDER", job.folders().getFirst().toString());
            return JobProcess.start(builder);
        }, seen).run(List.of(job));
        assertThat(seen.events).containsExactly("begins a 1", "done a");
    }
}
