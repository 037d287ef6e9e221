package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RunDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A command that is refused leaves the run as it was, and what its message advises works. */
class RefusedCommandsTest {
    private static final String[] TINY = {"--config", KillTest.resource("tiny.yaml"), "--progress", "none"};
    @TempDir
    private static Path folder;

    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        run = folder.resolve("run");
        Drawings.write(folder.resolve("data/00000.tar"), 60, 1);
        assertThat(say("run", "--shards", folder.resolve("data").toString(), "--model", KillTest.resource("tiny-model.json"),
                "--seed-span", "20 steps", "--expert-span", "4 steps")).isEmpty();
    }

    /** What a command that fails says; nothing when it does not fail. */
    private static String say(String command, String... options) {
        PrintStream before = System.err;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
        try {
            int code = Main.run(Stream.of(Stream.of(command, "--run", run.toString()), Stream.of(TINY), Stream.of(options))
                    .flatMap(part -> part)
                    .toArray(String[]::new));
            return code == 0 ? "" : heard.toString(StandardCharsets.UTF_8);
        } finally {
            System.setErr(before);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "train|--lr|5|learning rate was 0.001, now 5.0|Use --redo seed to replace it",
        "train|--expert-span|6 steps|schedule was|Use --redo seed",
        "run|--lr|5|learning rate was 0.001, now 5.0|Use --redo seed",
        "run|--experts|3|coarse was 2, now 3|Use --redo cluster",
        "cluster|--fine|400|--fine 400: there are only 57 pairs|give fewer",
        "embed|--caption|longest|caption was|Use --redo embed",
        "index|--holdout|0.5|holdout was 0.05, now 0.5|Use --redo index",
        "cluster|--seed|9|seed was 0, now 9|Use --redo cluster",
        "train|--ooc-ratio|0.5|samples was|Use --redo experts"})
    void theRunIsAsItWas(String command, String option, String value, String told, String advice) throws Exception {
        SortedMap<String, String> before = KillTest.contents(run);
        assertThat(say(command, option, value)).contains(told, advice);
        SortedMap<String, String> after = KillTest.contents(run);
        assertThat(after).isEqualTo(before);
        assertThat(say(command)).as("without the refused option").isEmpty();
    }

    @Test
    void whatIsRefusedDiscardsNothing() throws Exception {
        SortedMap<String, String> before = KillTest.contents(run);
        assertThat(say("cluster", "--redo", "cluster", "--fine", "400")).contains("--fine 400: there are only 57 pairs");
        assertThat(say("train", "--redo", "seed", "--device", "cuda:77")).contains("device cuda:77");
        assertThat(say("embed", "--redo", "embed", "--embedding", "image", "--embedding-model", folder.toString()))
                .contains("open_clip_config.json");
        assertThat(say("report", "--redo", "cluster")).contains("--redo cluster: report does not make it");
        assertThat(say("train", "--redo", "train")).contains("'--redo': expected one of index, embed, cluster, assign, seed, experts");
        assertThat(say("train", "--redo", "index")).contains("--redo index: train does not make it; it makes");
        assertThat(say("train", "--unset", "lr")).contains("--unset lr: it is not recorded; recorded are").contains("expert-span");
        assertThat(KillTest.contents(run)).isEqualTo(before);
    }

    @Test
    void theAdviceWorksAndAnOptionCanBeUnset() throws Exception {
        assertThat(say("train", "--wd", "0.3")).contains("Use --redo seed");
        assertThat(say("train", "--wd", "0.3", "--redo", "seed")).isEmpty();
        assertThat(RunFile.recorded(new RunDirectory(run))).containsEntry("wd", "0.3");
        assertThat(say("train")).as("as recorded").isEmpty();
        assertThat(say("train", "--unset", "wd")).as("0.1 again").contains("weight decay was 0.3, now 0.1");
        assertThat(RunFile.recorded(new RunDirectory(run))).containsEntry("wd", "0.3");
        assertThat(say("train", "--unset", "wd", "--redo", "seed")).isEmpty();
        assertThat(RunFile.recorded(new RunDirectory(run))).doesNotContainKey("wd");
        assertThat(say("run")).as("everything goes on from there").isEmpty();
    }

    @Test
    void aRunThatCannotBeginLeavesNothing() {
        Path other = folder.resolve("other");
        assertThat(Main.run("run", "--run", other.toString(), "--shards", folder.resolve("data").toString(), "--holdout", "0"))
                .isEqualTo(1);
        assertThat(other).doesNotExist();
        assertThat(Main.run("quickstart", "--run", other.toString(), "--embedding", "image", "--embedding-model", folder.toString()))
                .isEqualTo(2);
        assertThat(other).doesNotExist();
    }
}
