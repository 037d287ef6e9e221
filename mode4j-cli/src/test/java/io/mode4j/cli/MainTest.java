package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes and messages of the command line, without any stage running. */
class MainTest {
    @TempDir
    private Path folder;

    /** What a command said. */
    record Said(int exitCode, String out, String err) {}

    @Test
    void refusedOptionsAreNotRecorded() {
        Said refused = say("cluster", "--run", folder.toString(), "--fine", "0");
        assertThat(refused.exitCode).isEqualTo(2);
        assertThat(refused.err).contains("--fine 0: expected at least 1; or auto");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--seed-span=2 epochs;--expert-span=1 epochs;--warmup=3 epochs|--warmup 3 epochs: not shorter than the schedule",
        "--batch-size=1|--batch-size 1: a contrastive batch", "--batch-size=many|--batch-size many: expected a whole number, or auto",
        "--seed-span=long|--seed-span long: expected a span like",
        "--expert-span=0 epochs|--expert-span 0 epochs: nothing would be trained",
        "--val-every=often|--val-every often: expected a span like", "--ooc-ratio=2|--ooc-ratio 2: expected a share",
        "--save-every=0|--save-every 0: expected at least 1 second", "--lr=0|--lr", "--aug-gain=1|--aug-gain",
        "--log-every-n-steps=0|--log-every-n-steps 0: expected at least 1 step",
        "--report-to=wandb|--report-to wandb: expected one of none, tensorboard"})
    void trainingOptionsThatCannotWorkAreRefusedBeforeAnythingIsDone(String options, String told) {
        Said refused = say(("train;--run;" + folder + ";" + options).split(";", -1));
        assertThat(refused.exitCode).isEqualTo(2);
        assertThat(refused.err).contains(told);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embed", "cluster", "clusters", "assign", "train", "negatives", "evaluate", "report", "status"})
    void goingOnInARunThatIsNotThereMakesNone(String command) {
        Path run = folder.resolve("no-run");
        Said refused = say(command, "--run", run.toString());
        assertThat(refused.exitCode).isEqualTo(1);
        assertThat(refused.err)
                .contains(run + ": expected a run directory, found none. A run makes it: mode4j run --run " + run + " --shards …");
        assertThat(run).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"quickstart", "run", "status", "data", "index", "embed", "cluster", "assign", "clusters", "train", "negatives",
        "grow", "generations", "trace", "select",
        "evaluate",
        "report", "preprocess"})
    void everyCommandHasHelp(String command) {
        Said help = say(command, "--help");
        assertThat(help.exitCode).isZero();
        assertThat(help.out).contains("Usage: mode4j " + command);
        assertThat(help.out.replaceAll("\\s+", " ")).doesNotContain("Default: null");
    }

    @Test
    void helpOfTheIconsSaysWhichSetsAreHeldOut() {
        assertThat(say("data", "icons", "--help").out.replaceAll("\\s+", " ")).contains("kept whole for evaluation. Default: [twemoji,");
    }

    @Test
    void helpOfRunShowsOptionsOfEveryStageWithTheirDefaults() {
        assertThat(say("run", "--help").out).contains("--shards", "--caption", "--experts", "--batch-size", "--val-every", "--tasks",
                "--preset", "--redo", "--device");
    }

    @Test
    void versionNamesMode4jAndJava() {
        Said version = say("--version");
        assertThat(version.exitCode).isZero();
        assertThat(version.out).contains("mode4j ").contains("Java 2");
    }

    @Test
    void anUnknownOptionIsWrongUsageAndSuggestsAnother() {
        Said said = say("run", "--experst", "4", "--run", folder.resolve("r").toString());
        assertThat(said.exitCode).isEqualTo(2);
        assertThat(said.err).contains("--experst").contains("--experts").contains("mode4j run --help");
    }

    @Test
    void aMissingRunDirectoryOptionIsWrongUsage() {
        Said said = say("run", "--shards", "x.tar");
        assertThat(said.exitCode).isEqualTo(2);
        assertThat(said.err).contains("--run");
    }

    @Test
    void noCommandIsWrongUsage() {
        assertThat(say().exitCode).isEqualTo(2);
    }

    @Test
    void shardsThatAreNotThereFailWithTheirName() {
        Said said = say("run", "--run", folder.resolve("r").toString(), "--shards", folder.resolve("none-{0..3}.tar").toString());
        assertThat(said.exitCode).isEqualTo(1);
        assertThat(said.err).contains("none-");
        assertThat(folder.resolve("r/index")).doesNotExist();
    }

    @Test
    void noShardsAtAllSaysHowToNameThem() {
        Said said = say("run", "--run", folder.resolve("r").toString());
        assertThat(said.exitCode).isEqualTo(2);
        assertThat(said.err).contains("--shards");
    }

    @Test
    void nothingToEvaluateOnIsRefusedBeforeAnythingIsDone() throws IOException {
        Files.write(folder.resolve("00000.tar"), new byte[1024]);
        Path run = folder.resolve("r");
        Said said = say("run", "--run", run.toString(), "--shards", folder.toString(), "--holdout", "0");
        assertThat(said.exitCode).isEqualTo(1);
        assertThat(said.err).contains("--holdout 0 leaves nothing to evaluate on", "--tasks");
        assertThat(say("index", "--run", run.toString(), "--shards", folder.toString(), "--holdout", "1").err)
                .contains("--holdout 1: expected a share from 0 to below 1, found 1.0");
        assertThat(run).doesNotExist();
    }

    @Test
    void aRunDirectoryThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Said said = say("index", "--run", file.toString(), "--shards", folder.toString());
        assertThat(said.exitCode).isEqualTo(1);
        assertThat(said.err).contains(file + ": expected a run directory, found a file");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aConfigurationOfANewerVersionIsRefused() throws IOException {
        Path config = Files.writeString(folder.resolve("c.yaml"), "version: 99\n");
        Said said = say("run", "--run", folder.resolve("r").toString(), "--config", config.toString());
        assertThat(said.exitCode).isEqualTo(1);
        assertThat(said.err).contains("c.yaml").contains("expected version 1, found 99");
    }

    @Test
    void anUnknownPresetNamesThoseThereAre() {
        Said said = say("run", "--run", folder.resolve("r").toString(), "--preset", "huge");
        assertThat(said.exitCode).isEqualTo(1);
        assertThat(said.err).contains("huge").contains("smoke");
    }

    @Test
    void aDeviceThatCannotBeIsRefused() {
        Said said = say("train", "--run", folder.toString(), "--device", "gpu");
        assertThat(said.exitCode).isEqualTo(2);
        assertThat(said.err).contains("device must be cpu, cuda or cuda:n, not 'gpu'");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aStageBeforeItsInputsSaysWhichIsMissing() {
        Said said = say("assign", "--run", folder.toString());
        assertThat(said.exitCode).isEqualTo(1);
        assertThat(said.err).contains("embeddings");
    }

    @Test
    void clustersOfNothingSaysSo() throws IOException {
        assertThat(say("clusters").exitCode).isEqualTo(2);
        Said nothing = say("clusters", "--run", folder.resolve("none").toString());
        assertThat(nothing.exitCode).isEqualTo(1);
        assertThat(nothing.err).contains("none").contains("expected a run directory");
        Said early = say("clusters", "--run", Files.createDirectories(folder.resolve("early")).toString());
        assertThat(early.exitCode).isEqualTo(1);
        assertThat(early.err).contains("clusters has no manifest.json");
    }

    @Test
    void statusOfNothingSaysSo() {
        Said said = say("status", "--run", folder.resolve("none").toString());
        assertThat(said.exitCode).isEqualTo(1);
        assertThat(said.err).contains("none").contains("expected a run directory");
    }

    static Said say(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream heardOut = new ByteArrayOutputStream();
        ByteArrayOutputStream heardErr = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(heardOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(heardErr, true, StandardCharsets.UTF_8));
            int exitCode = Main.run(arguments);
            return new Said(exitCode, heardOut.toString(StandardCharsets.UTF_8), heardErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
