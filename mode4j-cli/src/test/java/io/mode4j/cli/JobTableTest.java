package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.jobs.Job;
import io.mode4j.jobs.JobWatch;
import io.mode4j.jobs.Place;
import io.mode4j.jobs.RunJobs;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a queue shows on a terminal, and where there is none. */
class JobTableTest {
    private static final List<Job> JOBS = new RunJobs(new RunDirectory(Path.of("run"))).models(2, false);
    private static final Job SEED = JOBS.get(0);
    private static final Job EXPERT = JOBS.get(1);
    private static final Place PLACE = new Place("cuda:1", 4);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String said() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    private static void begin(JobWatch watch) {
        JOBS.forEach(watch::waits);
        watch.begins(SEED, new Place("", 4), 1);
        watch.look();
    }

    @Test
    void onATerminalTheTableIsDrawnInItsPlace() {
        JobTable table = new JobTable(new PrintStream(out, true, StandardCharsets.UTF_8));
        begin(table);
        assertThat(said().lines()).containsExactly("seed         4 cores  begins", "expert-0              waits for seed",
                "expert-1              waits for seed", "dense                 waits for seed");
        table.look();
        assertThat(said()).as("nothing has changed").isEmpty();
        table.says(SEED, "train seed: 100 of 200 samples, 1.0 s, 100/s, 1.0 s left (loss 1.234)");
        table.says(SEED, "mode4j: WARNING: something else");
        table.look();
        assertThat(said()).startsWith("\u001b[4A\u001b[Jseed         4 cores  100 of 200 samples, 1.0 s, 100/s, 1.0 s left (loss 1.234)")
                .hasLineCount(4);
        table.says(SEED, "train seed: 200 of 200 samples, 2.0 s, 100/s, done");
        table.isDone(SEED);
        table.begins(EXPERT, PLACE, 1);
        table.fails(EXPERT, "was killed " + "and ".repeat(50), true);
        table.look();
        assertThat(said().lines()).satisfies(lines -> {
            assertThat(lines.getFirst()).endsWith("seed         4 cores  200 of 200 samples, 2.0 s, 100/s, done");
            assertThat(lines.get(1)).startsWith("expert-0     cuda:1   starts again: was killed and").hasSize(110);
        });
        table.begins(EXPERT, PLACE, 2);
        table.fails(EXPERT, "no space", false);
        table.look();
        assertThat(said()).contains("expert-0     cuda:1   failed: no space");
    }

    @Test
    void elsewhereEveryLineHasItsName() {
        JobLines lines = new JobLines(new PrintStream(out, true, StandardCharsets.UTF_8));
        begin(lines);
        lines.says(SEED, "train seed: 100 of 200 samples, 1.0 s, 100/s, 1.0 s left (loss 1.234)");
        lines.says(SEED, "something else");
        lines.isDone(SEED);
        lines.begins(EXPERT, PLACE, 2);
        lines.fails(EXPERT, "was killed (exit code 137)", true);
        lines.fails(EXPERT, "no space", false);
        assertThat(said().lines()).containsExactly("seed on 4 cores: begins",
                "seed on 4 cores: 100 of 200 samples, 1.0 s, 100/s, 1.0 s left (loss 1.234)", "seed on 4 cores: done",
                "expert-0 on cuda:1: begins again, time 2",
                "expert-0 on cuda:1: was killed (exit code 137); starts again from the newest checkpoint", "expert-0 on cuda:1: no space");
    }
}
