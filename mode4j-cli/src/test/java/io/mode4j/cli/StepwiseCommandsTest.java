package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.shard.tar.ShardWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The stages' own commands make what {@code run} makes. */
class StepwiseCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void theStagesOneByOneMakeTheSameAsRun() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), 60, 1);
        Path whole = folder.resolve("whole");
        Path stepwise = folder.resolve("stepwise");
        assertThat(Main.run(command("run", whole, "--shards", folder.resolve("data").toString()))).isZero();
        assertThat(Main.run(command("index", stepwise, "--shards", folder.resolve("data").toString()))).isZero();
        for (String stage : List.of("embed", "cluster", "assign", "train", "evaluate", "report")) {
            assertThat(Main.run(command(stage, stepwise))).as(stage).isZero();
        }
        SortedMap<String, String> expected = KillTest.contents(whole);
        expected.remove("run.json"); // names its run directory
        SortedMap<String, String> found = KillTest.contents(stepwise);
        found.remove("run.json");
        assertThat(found).containsKeys("index/heldout/pairs.parquet", "evaluation/results.csv").isEqualTo(expected);
        List<String> keys = keysOf(whole.resolve("evaluation/tasks/heldout-retrieval/pictures.json"));
        assertThat(new TreeSet<>(keys)).hasSize(15).allMatch(key -> key.startsWith("00000/key"));
        assertThat(whole.resolve("evaluation/report.html")).content().contains("too little was evaluated to tell", "15 captions");
    }

    @Test
    void runUntilAStageEndsThereAndTheNextOneGoesOn() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), 60, 1);
        Path run = folder.resolve("run");
        String shards = folder.resolve("data").toString();
        assertThat(Main.run(command("run", run, "--shards", shards, "--until", "embed"))).isZero();
        assertThat(run.resolve("embeddings/manifest.json")).exists();
        assertThat(run.resolve("clusters")).doesNotExist();
        FileTime embedded = Files.getLastModifiedTime(run.resolve("embeddings/manifest.json"));
        assertThat(Main.run(command("run", run, "--until", "assign"))).isZero();
        assertThat(run.resolve("assignments/manifest.json")).exists();
        assertThat(run.resolve("seed")).doesNotExist();
        assertThat(Files.getLastModifiedTime(run.resolve("embeddings/manifest.json"))).isEqualTo(embedded);
        assertThat(Files.readString(run.resolve("run.json"))).doesNotContain("until");

        Path other = folder.resolve("other");
        CommandProcess.Result result = CommandProcess.run(folder, command("run", other, "--shards", shards, "--until", "seed"));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("--until seed: expected index, embed, cluster or assign");
        assertThat(other).doesNotExist();
    }

    @Test
    void aRunThatCouldNotBeEvaluatedEndsAfterTheIndex() throws Exception {
        ShardWriter.write(new FileLayer(), folder.resolve("data/00000.tar"), shard -> {
            for (int i = 0; i < 50; i++) {
                shard.add("key" + i, "png", new byte[]{1, (byte) i});
                shard.add("key" + i, "txt", "clip art".getBytes(StandardCharsets.UTF_8));
            }
        });
        CommandProcess.Result result = CommandProcess.run(folder, "run", "--shards", folder.resolve("data").toString(), "--run",
                folder.resolve("run").toString(), "--progress", "none");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("--holdout 0.05: no pair is held out, for only 0 of 50 can be", "(50 share one)",
                "mode4j: " + folder.resolve("run/index") + " holds no pairs out, so there is nothing to evaluate on.", "--tasks");
        assertThat(folder.resolve("run/index/manifest.json")).exists();
        assertThat(folder.resolve("run/embeddings")).doesNotExist();
    }

    private String[] command(String stage, Path run, String... more) {
        List<String> arguments = new ArrayList<>(List.of(stage, "--run", run.toString(), "--config", KillTest.resource("tiny.yaml"),
                "--progress", "none"));
        if (!stage.equals("report")) {
            arguments.addAll(List.of("--seed", "5"));
        }
        switch (stage) {
            case "run" -> arguments.addAll(List.of("--holdout", "0.25", "--model", KillTest.resource("tiny-model.json"), "--seed-span",
                    "20 steps", "--expert-span", "4 steps"));
            case "index" -> arguments.addAll(List.of("--holdout", "0.25"));
            case "train" -> arguments.addAll(
                    List.of("--model", KillTest.resource("tiny-model.json"), "--seed-span", "20 steps", "--expert-span", "4 steps"));
            default -> {
            } // nothing of its own
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static List<String> keysOf(Path json) throws IOException {
        List<String> keys = new ArrayList<>();
        JsonMapper.shared().readTree(Files.readString(json)).forEach(key -> keys.add(key.asString()));
        return keys;
    }
}
