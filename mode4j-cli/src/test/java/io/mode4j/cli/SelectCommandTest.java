package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FolderCopy;
import io.mode4j.artifact.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One expert for one task, of the pairs that are nearest to the task's class names. */
class SelectCommandTest {
    @TempDir
    private static Path folder;

    private static Path assigned;
    private static Path run;
    private static Path classes;

    @BeforeAll
    static void trainTheSeed() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), 60, 1);
        assigned = AssignedRun.make(folder.resolve("assigned"), folder.resolve("data"));
        run = FolderCopy.of(assigned, folder.resolve("run"));
        assertThat(Main.run("train", "--run", run.toString(), "--config", KillTest.resource("tiny.yaml"), "--model",
                KillTest.resource("tiny-model.json"), "--progress", "none", "--seed", "5", "--batch-size", "8", "--seed-span", "20 steps",
                "--expert-span", "9 steps")).isZero();
        classes = Files.writeString(folder.resolve("numbers.small.txt"), "drawing number 3\n\ndrawing number 40\n");
    }

    private static CommandProcess.Result select(Path of, String... more) {
        return Heard.run(
                Stream.concat(Stream.of("select", "--run", of.toString(), "--progress", "none"), Stream.of(more)).toArray(String[]::new));
    }

    private static Manifest selected(String name) throws IOException {
        return Manifest.read(run.resolve("selected").resolve(name));
    }

    @Test
    void anExpertOfTheNearestFineClustersIsTrainedAsTheOthersAre() throws Exception {
        CommandProcess.Result result = select(run, "--classes", classes.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        Matcher said = Pattern.compile("([0-9]+) fine clusters are nearest to 2 classes: ([0-9]+) of ([0-9]+) pairs").matcher(result.out());
        assertThat(said.find()).as(result.out()).isTrue();
        Path model = run.resolve("selected/numbers");
        assertThat(result.out()).contains("The model is in " + model.toAbsolutePath(), "mode4j evaluate --model " + model);
        Manifest manifest = selected("numbers");
        assertThat(manifest.summary()).containsEntry("pairs", Integer.valueOf(said.group(2)));
        assertThat(Integer.parseInt(said.group(2))).isBetween(Integer.parseInt(said.group(3)) / 4, Integer.parseInt(said.group(3)) - 1);
        String samples = manifest.recipe().configuration().get("samples");
        assertThat(samples).startsWith("fine clusters ")
                .satisfies(words -> assertThat(words.split(",")).hasSize(Integer.parseInt(said.group(1))));
        Manifest expert = Manifest.read(run.resolve("experts/expert-0"));
        for (String same : new String[]{"portion", "batch size", "learning rate", "schedule", "seed", "engine", "training captions"}) {
            assertThat(manifest.recipe().configuration().get(same)).as(same).isEqualTo(expert.recipe().configuration().get(same));
        }
        assertThat(manifest.recipe().inputs()).isEqualTo(expert.recipe().inputs());
        assertThat(run.resolve("run.json")).content().doesNotContain("numbers.small", "\"share\"");

        CommandProcess.Result trace = Heard.run("trace", "--run", run.toString(), "--key", "key3");
        assertThat(trace.out().lines().findFirst().orElseThrow()).endsWith("dense  numbers");
        Path moved = FolderCopy.of(run, folder.resolve("moved"));
        FolderCopy.of(model, moved.resolve("experts/numbers"));
        assertThat(Heard.run("merge", "--run", moved.toString(), "--out", folder.resolve("merged").toString()).out())
                .contains("numbers\t0.3333");
    }

    @Test
    void anotherSelectionOfTheSameNameIsRefused() throws Exception {
        assertThat(select(run, "--classes", classes.toString(), "--name", "some", "--share", "0.1").exitCode()).isZero();
        Manifest before = selected("some");
        assertThat(select(run, "--classes", classes.toString(), "--name", "some", "--share", "0.1").exitCode()).isZero();
        assertThat(selected("some")).isEqualTo(before);
        CommandProcess.Result other = select(run, "--classes", classes.toString(), "--name", "some", "--share", "1");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("samples was fine clusters ", "Remove that folder, or give another --name");
        assertThat(selected("some")).isEqualTo(before);
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsTrained() throws Exception {
        CommandProcess.Result early = select(assigned, "--classes", classes.toString());
        assertThat(early.exitCode()).isEqualTo(1);
        assertThat(early.err()).contains("numbers continues the seed model, which is not done");
        CommandProcess.Result share = select(run, "--classes", classes.toString(), "--share", "0");
        assertThat(share.exitCode()).isEqualTo(2);
        assertThat(share.err()).contains("--share: expected above 0 and at most 1, found 0.0");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n");
        assertThat(select(run, "--classes", empty.toString()).err())
                .contains(empty + ": expected class names (--classes), one a line, found none");
        CommandProcess.Result name = select(run, "--classes", classes.toString(), "--name", "seed");
        assertThat(name.exitCode()).isEqualTo(1);
        assertThat(name.err()).contains("expected that is no other model's, found 'seed'");
        assertThat(select(run, "--classes", classes.toString(), "--name", "../seed").exitCode()).isEqualTo(1);
        assertThat(run.resolve("selected/empty")).doesNotExist();
        assertThat(assigned.resolve("selected")).doesNotExist();
    }
}
