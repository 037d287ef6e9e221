package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.jobs.Job;
import io.mode4j.jobs.JobQueue;
import io.mode4j.jobs.Place;
import io.mode4j.jobs.RunJobs;
import io.mode4j.torch.TorchOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Which processes the options ask for. */
class JobFlagsTest {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final RunDirectory RUN = new RunDirectory(Path.of("somewhere"));
    private static final Job EXPERT = new RunJobs(RUN).models(1, false).get(1);

    private static JobFlags flags(CommandLine train) {
        return (JobFlags) mixin(train, "jobs");
    }

    private static Object mixin(CommandLine train, String name) {
        return Objects.requireNonNull(train.getCommandSpec().mixins().get(name)).userObject();
    }

    private static CommandLine parsed(String... options) {
        List<String> arguments = new ArrayList<>(List.of("train", "--run", "somewhere"));
        arguments.addAll(List.of(options));
        CommandLine line = Main.commandLine();
        line.parseArgs(arguments.toArray(String[]::new));
        return Objects.requireNonNull(line.getSubcommands().get("train"));
    }

    private static Optional<JobQueue> queue(String... options) {
        CommandLine train = parsed(options);
        return flags(train).queue(RUN, (ProgressOption) mixin(train, "progress"), List.of("--processes", "2"));
    }

    private static ProcessBuilder process(Place place, String... options) {
        CommandLine train = parsed(options);
        return flags(train).command(RUN, (ProgressOption) mixin(train, "progress"), List.of("--processes", "2"), EXPERT, place);
    }

    @Test
    void placesAreSharedOutAmongTheProcesses() {
        assertThat(queue()).isEmpty();
        JobQueue two = queue("--parallel", "2", "--max-restarts", "7").orElseThrow();
        assertThat(two.whole()).isEqualTo(new Place("", CORES));
        assertThat(two.places()).containsExactly(new Place("", Math.max(1, CORES / 2)), new Place("", Math.max(1, CORES / 2)));
        assertThat(two.maxRestarts()).isEqualTo(7);
        assertThat(queue("--devices", "cuda:0,cuda:1").orElseThrow().places()).extracting(Place::device)
                .containsExactly("cuda:0", "cuda:1");
        JobQueue three = queue("--parallel", "3", "--devices", "cuda:1,cuda:0").orElseThrow();
        assertThat(three.places()).extracting(Place::device).containsExactly("cuda:1", "cuda:0", "cuda:1");
        assertThat(three.whole().device()).isEqualTo("cuda:1");
        assertThat(flags(parsed("--devices", "cuda:1,cuda:0")).on(TorchOptions.defaults()).device()).isEqualTo("cuda:1");
    }

    @Test
    void aProcessHasItsShareAndTakesItsOptionsFromTheRun() {
        ProcessBuilder process = process(new Place("cuda:1", 3), "--parallel", "2", "--workers", "5", "--lr", "0.1");
        assertThat(process.command()).contains("-XX:ActiveProcessorCount=3")
                .containsSubsequence("io.mode4j.cli.Main", "train", "--only", "expert-0", "--run", "somewhere", "--progress", "--workers",
                        "5",
                        "--processes", "2")
                .doesNotContain("--lr", "--device", "--parallel");
        assertThat(process.environment()).containsEntry("MODE4J_DEVICE", "cuda:1")
                .containsEntry("MODE4J_LAUNCHER", Long.toString(ProcessHandle.current().pid()));
        ProcessBuilder other = process(new Place("", 1), "--parallel", "2");
        assertThat(other.command()).doesNotContain("--workers");
        assertThat(other.environment()).doesNotContainKey("MODE4J_DEVICE");
    }
}
