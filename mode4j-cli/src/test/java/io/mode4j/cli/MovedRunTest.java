package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.icons.IconsData;
import io.mode4j.icons.IconsOptions;
import io.mode4j.icons.PictureFormat;
import io.mode4j.progress.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run and its shards that were moved, together or apart, go on where they are, from any working directory. */
class MovedRunTest {
    @TempDir
    private Path folder;

    private static String[] command(String stage, String run, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of(stage, "--run", run, "--config", KillTest.resource("tiny.yaml"), "--progress", "none"));
        if (stage.equals("train")) {
            arguments.addAll(
                    List.of("--model", KillTest.resource("tiny-model.json"), "--seed-span", "20 steps", "--expert-span", "4 steps"));
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    @Test
    void nothingIsDoneAgain() throws Exception {
        Path first = folder.resolve("first");
        new IconsData(new FileLayer(), Progress.silent(),
                new IconsOptions(List.of("noto", "fluent-emoji-flat"), List.of("twemoji"), 64, PictureFormat.PNG, 1, 50, 60))
                .write(first.resolve("data"));
        CommandProcess.Result indexed = CommandProcess
                .startIn(first, folder, List.of(command("index", "run", "--shards", "data/train", "--holdout", "0")))
                .finish();
        assertThat(indexed.exitCode()).as(indexed.err()).isZero();
        for (String stage : List.of("embed", "cluster", "assign")) {
            assertThat(Main.run(command(stage, first.resolve("run").toString()))).as(stage).isZero();
        }

        Path second = Files.move(first, folder.resolve("second"));
        String run = second.resolve("run").toString();
        assertThat(Main.run(command("train", run, "--only", "seed"))).as("pictures are found beside the run").isZero();
        assertThat(Main.run(command("index", run))).as("so are the shards that were named once").isZero();

        Path third = Files.move(second.resolve("data"), folder.resolve("third"));
        CommandProcess.Result lost = CommandProcess.run(folder, command("train", run, "--only", "dense"));
        assertThat(lost.exitCode()).isEqualTo(1);
        assertThat(lost.err()).contains("is gone. Put it back, or index from the shards' new place (--shards): what is done stays done.");

        FileTime indexWritten = Files.getLastModifiedTime(second.resolve("run/index/00000.parquet"));
        FileTime seedWritten = Files.getLastModifiedTime(second.resolve("run/seed/manifest.json"));
        assertThat(Main.run(command("index", run, "--shards", third.resolve("train").toString()))).isZero();
        for (String stage : List.of("embed", "cluster", "assign", "train")) {
            assertThat(Main.run(command(stage, run))).as(stage).isZero();
        }
        assertThat(Files.getLastModifiedTime(second.resolve("run/index/00000.parquet"))).isEqualTo(indexWritten);
        assertThat(Files.getLastModifiedTime(second.resolve("run/seed/manifest.json"))).isEqualTo(seedWritten);
        assertThat(second.resolve("run/experts/expert-1/model.safetensors")).exists();
    }
}
