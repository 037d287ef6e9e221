package io.mode4j.jobs.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.jobs.JobGroup;
import io.mode4j.jobs.Resources;
import io.mode4j.jobs.RunJobs;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SlurmScriptTest {
    private static final RunDirectory RUN = new RunDirectory(Path.of("/shared/runs/a 100% #1"));
    private static final RunJobs JOBS = new RunJobs(RUN);
    private static final JobGroup MODELS = new JobGroup(JobGroup.MODELS, JOBS.continuing(2, false));
    private static final List<String> PROGRAM = List.of("/jdk/bin/java", "-cp", "/opt/mode4j/*", "io.mode4j.cli.Main");

    private static SlurmScript script(Resources resources, String... sbatch) {
        return new SlurmScript(RUN, resources, List.of(sbatch), PROGRAM, List.of("--workers", "8"), Path.of("/home/me"));
    }

    private static List<String> options(String script) {
        return script.lines().filter(line -> line.startsWith("#SBATCH --")).map(line -> line.substring("#SBATCH --".length())).toList();
    }

    private static Resources resources(int nodes, int tasks, String gpus) {
        return new Resources(nodes, tasks, OptionalInt.of(8), gpus, "64G", OptionalInt.of(2));
    }

    @Test
    void theModelsThatAreLeftAreAnArray() {
        String text = script(resources(2, 4, "a100:4"), "partition=gpu", "comment=two words", "signal=B:USR1@600").of(MODELS,
                List.of(0, 2));
        assertThat(options(text)).containsExactly("job-name=mode4j-models", "chdir=/home/me",
                "output='/shared/runs/a 100%% #1/jobs/slurm/models-%a.out'", "open-mode=append", "requeue", "kill-on-invalid-dep=yes",
                "signal=B:USR1@120", "nodes=2", "ntasks-per-node=4", "array=0,2%2", "cpus-per-task=8", "gpus-per-node=a100:4", "mem=64G",
                "partition=gpu", "comment='two words'", "signal=B:USR1@600");
        assertThat(text).startsWith("#!/usr/bin/env bash\n# Written by mode4j submit: expert-0, dense\n#SBATCH ")
                .contains("  1) name=expert-1; work() { mode4j train --only expert-1; } ;;\n")
                .contains("exec >>'/shared/runs/a 100% #1/jobs'/\"$name\".log 2>&1\n")
                .contains("each=(srun --wait=60 --cpus-per-task=8)\n")
                .contains(
                        "/jdk/bin/java -cp '/opt/mode4j/*' io.mode4j.cli.Main \"$@\" --run '/shared/runs/a 100% #1' --progress plain --workers 8 &\n")
                .contains("scancel --signal=TERM \"$SLURM_JOB_ID\"\n");
    }

    @Test
    void whatOneProcessDoesHasOneMachineAndOneGpu() {
        String text = script(resources(2, 4, "a100:4")).of(JobGroup.of(JOBS.stages()), List.of(0));
        assertThat(options(text)).contains("output='/shared/runs/a 100%% #1/jobs/slurm/stages.out'", "nodes=1", "ntasks-per-node=1",
                "gpus-per-node=a100:1")
                .noneMatch(option -> option.startsWith("array"));
        assertThat(text).contains("  0) name=stages; work() { mode4j index && mode4j embed && mode4j cluster && mode4j assign; } ;;\n")
                .contains("kill -TERM -- \"-$child\"")
                .doesNotContain("srun --wait");
        assertThat(options(script(resources(1, 4, "4")).of(JobGroup.of(JOBS.evaluate(2, false)), List.of(0)))).contains("gpus-per-node=1");
    }

    @Test
    void whatIsNotAskedForIsNotSaid() {
        Resources few = new Resources(1, 1, OptionalInt.empty(), "", "", OptionalInt.empty());
        String text = script(few).of(JobGroup.of(JOBS.seed()), List.of(0));
        assertThat(options(text)).hasSize(9).noneMatch(option -> option.matches("(cpus|gpus|mem|array).*"));
        assertThat(text).contains("each=()\n");
    }
}
