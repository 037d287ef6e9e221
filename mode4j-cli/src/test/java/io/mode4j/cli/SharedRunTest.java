package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.LockHolder;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.icons.IconsData;
import io.mode4j.icons.IconsOptions;
import io.mode4j.icons.PictureFormat;
import io.mode4j.pipeline.FolderStatus;
import io.mode4j.pipeline.RunStatus;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run directory, several processes: each trains a model of its own, and none writes what another writes. */
class SharedRunTest {
    @TempDir
    private static Path folder;

    private static Path run;

    @BeforeAll
    static void assign() throws Exception {
        Path data = folder.resolve("data");
        new IconsData(new FileLayer(), Progress.silent(),
                new IconsOptions(List.of("noto", "fluent-emoji-flat"), List.of("twemoji"), 64, PictureFormat.PNG, 1, 50, 120)).write(data);
        run = folder.resolve("run");
        assertThat(Main.run(command("index", run, "--shards", data.resolve("train").toString(), "--holdout", "0"))).isZero();
        for (String stage : List.of("embed", "cluster", "assign")) {
            assertThat(Main.run(command(stage, run))).as(stage).isZero();
        }
    }

    private static String[] command(String stage, Path run, String... more) {
        List<String> arguments = new ArrayList<>(List.of(stage, "--run", run.toString(), "--config", KillTest.resource("tiny.yaml"),
                "--progress", "none", "--workers", "1"));
        if (stage.equals("train")) {
            arguments.addAll(
                    List.of("--model", KillTest.resource("tiny-model.json"), "--seed-span", "40 steps", "--expert-span", "150 steps"));
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static CommandProcess train(String model) throws IOException {
        return CommandProcess.start(folder, List.of(command("train", run, "--only", model)));
    }

    private static CommandProcess.Result finish(String model) throws Exception {
        return train(model).finish();
    }

    @Test
    void processesShareTheModelsOutAndNoneTakesAnothers() throws Exception {
        assertThat(finish("expert-1").err()).contains("expert-1 continues the seed model, which is not done in " + run.resolve("seed"),
                "--only seed");
        assertThat(finish("expert-7").err())
                .contains("no model of this run is called 'expert-7'; they are seed, expert-0, expert-1, dense");
        CommandProcess.Result seed = finish("seed");
        assertThat(seed.exitCode()).as(seed.err()).isZero();
        assertThat(run.resolve("experts")).doesNotExist();

        CommandProcess first = train("expert-0");
        CommandProcess second = train("expert-1");
        LockHolder holder = holder(run.resolve("experts/expert-0"), first);
        CommandProcess third = train("expert-0");
        assertThat(new RunStatus(new RunDirectory(run), false).all())
                .contains(new FolderStatus("experts/expert-0", FolderStatus.State.RUNNING, holder.toString()));
        assertThat(Main.run("train", "--run", run.toString(), "--redo", "experts")).as("what is being written is not discarded")
                .isEqualTo(1);
        CommandProcess.Result refused = third.finish();
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains(run.resolve("experts/expert-0") + " is being written by process " + holder.pid() + " on "
                + holder.host() + ", since " + holder.since());
        for (CommandProcess process : List.of(first, second)) {
            CommandProcess.Result result = process.finish();
            assertThat(result.exitCode()).as(result.err()).isZero();
        }
        assertThat(Files.readAllLines(run.resolve("stages.jsonl"))).allMatch(line -> line.startsWith("{") && line.endsWith("}"))
                .anyMatch(line -> line.contains("\"expert-0\"") && line.contains("\"done\": true"))
                .anyMatch(line -> line.contains("\"expert-1\"") && line.contains("\"done\": true"));
        assertThat(RunFile.recorded(new RunDirectory(run))).doesNotContainKey("only").containsEntry("expert-span", "150 steps");

        SortedMap<String, String> together = KillTest.contents(run.resolve("experts/expert-0"));
        assertThat(together).containsKey("model.safetensors");
        new FileLayer().deleteTree(run.resolve("experts/expert-0"));
        assertThat(Main.run(command("train", run, "--only", "expert-0"))).isZero();
        assertThat(KillTest.contents(run.resolve("experts/expert-0"))).as("alone it is the same").isEqualTo(together);
    }

    private static LockHolder holder(Path model, CommandProcess process) throws Exception {
        while (process.isAlive()) {
            Optional<LockHolder> holder = StageLock.holder(model);
            if (holder.isPresent()) {
                return holder.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError(process.finish().err());
    }
}
