package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code submit} prints and refuses, without a scheduler. */
class SubmitCommandTest {
    @TempDir
    private Path folder;

    private Path run;

    @BeforeEach
    void draw() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), 40, 1);
        run = folder.resolve("run");
    }

    private MainTest.Said submit(String... more) {
        List<String> arguments = new ArrayList<>(List.of("submit", "--run", run.toString(), "--progress", "none"));
        arguments.addAll(List.of(more));
        return MainTest.say(arguments.toArray(String[]::new));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--shards=x|Missing required option: '--scheduler=WHICH'",
        "--scheduler=pbs|expected one of", "--scheduler=kubernetes|submits nothing itself: add --dry-run",
        "--scheduler=slurm;--image=x|--image means nothing to slurm",
        "--scheduler=kubernetes;--dry-run;--time=1:00|--time means nothing to kubernetes",
        "--scheduler=slurm;--nodes=0|--nodes 0: expected at least 1",
        "--scheduler=slurm;--gpus-per-node=many|--gpus-per-node many: expected a number of GPUs, such as 4 or a100:4",
        "--scheduler=slurm;--sbatch-option=two words|--sbatch-option 'two words': expected NAME=VALUE",
        "--scheduler=kubernetes;--dry-run;--image=x;--claim=data|--claim: expected NAME:/PATH",
        "--scheduler=slurm|--shards: no shards given"})
    void whatCannotBeIsRefusedBeforeAnythingIsWritten(String options, String told) {
        MainTest.Said refused = submit(options.split(";", -1));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains(told);
        assertThat(run).doesNotExist();
    }

    @Test
    void withoutSlurmNothingIsRecorded() throws Exception {
        List<String> command = List.of("/usr/bin/env", "PATH=" + Files.createDirectory(folder.resolve("empty")));
        CommandProcess.Result refused = CommandProcess
                .start(folder, command, List.of("submit", "--run", run.toString(), "--scheduler", "slurm", "--shards", data()))
                .finish();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains(
                "mode4j: scontrol cannot be started: call this on a machine that has Slurm's commands on its PATH",
                "(--dry-run)");
        assertThat(run).doesNotExist();
    }

    @Test
    void aDryRunPrintsTheScriptsOfWhatIsLeftAndRecordsWhatJobsNeed() throws Exception {
        Drawings.folder(folder.resolve("birds"), 2, 3);
        MainTest.Said said = submit("--scheduler", "slurm", "--dry-run", "--shards", data(), "--experts", "2", "--cpus-per-task", "3",
                "--time", "1:00:00",
                "--datasets", folder.resolve("birds").toString(), "--language", "en");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out().lines().filter(line -> line.startsWith("# /"))).containsExactly(script("stages"), script("seed"),
                script("models"),
                script("evaluate"));
        assertThat(said.out()).contains("#SBATCH --time=1:00:00\n", "#SBATCH --array=0,1,2\n", " --workers 3 &",
                "work() { mode4j evaluate --datasets " + folder.resolve("birds") + " --language en && mode4j report; }",
                Main.class.getName());
        assertThat(run.resolve("jobs")).doesNotExist();
        assertThat(RunFile.recorded(new RunDirectory(run))).containsOnlyKeys("shards", "experts");

        for (String stage : List.of("index", "embed", "cluster", "assign")) {
            assertThat(Main.run(stage, "--run", run.toString(), "--config", KillTest.resource("tiny.yaml"), "--progress", "none")).isZero();
        }
        MainTest.Said less = submit("--scheduler", "slurm", "--dry-run");
        assertThat(less.out().lines().filter(line -> line.startsWith("# /"))).containsExactly(script("seed"), script("models"),
                script("evaluate"));
    }

    private String script(String name) {
        return "# " + run.resolve("jobs/slurm/" + name + ".sh");
    }

    @Test
    void manifestsNeedAClaimThatHoldsTheRun() {
        MainTest.Said refused = submit("--scheduler", "kubernetes", "--dry-run", "--shards", data(), "--image", "x", "--claim",
                "data:/elsewhere");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains(run + " is on none of the claims", "(--claim)");
        MainTest.Said said = submit("--scheduler", "kubernetes", "--dry-run", "--shards", data(), "--image", "registry/mode4j:1", "--claim",
                "data:" + folder);
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).startsWith("# kubectl apply -f ").contains("name: mode4j-run-stages", "image: registry/mode4j:1");
    }
}
