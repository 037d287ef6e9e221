package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.shard.index.SampleIndex;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An expert is trained where its share of the data is; other sources become tars. */
class PackCommandTest {
    @TempDir
    private Path folder;

    @Test
    void anExpertTrainedFromItsPackIsTheOneOfTheRun() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), 40, 1);
        Drawings.write(folder.resolve("data/00001.tar"), 30, 2);
        Path whole = folder.resolve("whole");
        assertThat(Main.run(command("index", whole, "--shards", folder.resolve("data").toString(), "--holdout", "0.25"))).isZero();
        for (String stage : List.of("embed", "cluster", "assign")) {
            assertThat(Main.run(command(stage, whole))).as(stage).isZero();
        }
        assertThat(Main.run(train(whole, "--only", "seed"))).isZero();
        Path out = folder.resolve("packed");
        CommandProcess.Result packed = CommandProcess.run(folder, "data", "pack", "--by-expert", "--run", whole.toString(), "--out",
                out.toString(), "--progress", "none");
        assertThat(packed.err()).isEmpty();
        assertThat(packed.exitCode()).isZero();
        assertThat(packed.out()).contains("train --run " + out.resolve("expert-1") + " --only expert-1");
        assertThat(Main.run(train(whole))).isZero();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.move(out.resolve("expert-1"), elsewhere.resolve("run"));
        SortedMap<String, String> expected = KillTest.contents(whole.resolve("experts/expert-1"));
        new FileLayer().deleteTree(whole);
        new FileLayer().deleteTree(folder.resolve("data"));

        CommandProcess.Result trained = CommandProcess.run(folder, "train", "--run", elsewhere.resolve("run").toString(), "--only",
                "expert-1", "--progress", "none");
        assertThat(trained.err()).isEmpty();
        assertThat(trained.exitCode()).isZero();
        assertThat(KillTest.contents(elsewhere.resolve("run/experts/expert-1"))).containsKey("model.safetensors").isEqualTo(expected);
        assertThat(elsewhere.resolve("run/experts/expert-1/manifest.json")).content().contains("windows of 1 shards");
        CommandProcess.Result status = CommandProcess.run(folder, "status", "--run", elsewhere.resolve("run").toString());
        assertThat(status.out()).containsPattern("experts/expert-1 +done")
                .containsPattern("index +done")
                .containsPattern("clusters +done")
                .containsPattern("assignments +done")
                .containsPattern("seed +done");
        CommandProcess.Result others = CommandProcess.run(folder, "train", "--run", elsewhere.resolve("run").toString(), "--only",
                "expert-0",
                "--progress", "none");
        assertThat(others.exitCode()).isEqualTo(1);
        assertThat(others.err()).contains("packed for one model, of coarse cluster 1").contains("--only");
        CommandProcess.Result how = CommandProcess.run(folder, "data", "pack", "--run", elsewhere.resolve("run").toString(), "--out",
                out.toString());
        assertThat(how.exitCode()).isEqualTo(2);
        assertThat(how.err()).contains("--by-expert");
    }

    @Test
    void picturesInParquetBecomeTarsAndThoseARun() throws Exception {
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        for (int i = 10; i < 40; i++) {
            Files.write(pictures.resolve(i + ".png"), Drawings.picture(new Color(i * 5, 0, 0), new Color(0, i * 5, 0)));
            Files.writeString(pictures.resolve(i + ".txt"), "drawing number " + i);
        }
        Path parquet = folder.resolve("train.parquet");
        ParquetFiles.ofPictures(pictures, parquet);
        Path out = folder.resolve("tars");
        CommandProcess.Result packed = CommandProcess.run(folder, "data", "pack", "--shards", parquet.toString(), "--out", out.toString(),
                "--shard-size", "12", "--progress", "none");
        assertThat(packed.exitCode()).as(packed.err()).isZero();
        assertThat(packed.err()).contains(parquet + ": 1 shard, rows of Parquet: pictures in column image, captions in column caption");
        assertThat(packed.out()).contains("30 pairs in 3 tars");
        assertThat(out.resolve("00002.tar")).exists();
        Path ofTars = folder.resolve("of tars");
        Path ofRows = folder.resolve("of rows");
        assertThat(Main.run(command("index", ofTars, "--shards", out.toString()))).isZero();
        assertThat(Main.run(command("index", ofRows, "--shards", parquet.toString(), "--cache", folder.resolve("cache").toString())))
                .isZero();
        assertThat(keys(ofTars)).hasSize(30).isEqualTo(keys(ofRows));

        CommandProcess.Result both = CommandProcess.run(folder, "data", "pack", "--shards", parquet.toString(), "--by-expert", "--run",
                ofTars.toString(), "--out", out.toString());
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("expected --shards or --by-expert, found both");
        CommandProcess.Result other = CommandProcess.run(folder, "data", "pack", "--shards", parquet.toString(), "--out", out.toString(),
                "--shard-size", "13", "--progress", "none");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("pairs a tar").contains("or give another --out");
    }

    private static List<String> keys(Path run) throws IOException {
        SampleIndex index = SampleIndex.open(run.resolve("index"));
        List<String> keys = new ArrayList<>();
        for (int shard = 0; shard < index.shards(); shard++) {
            index.read(shard).forEach(sample -> keys.add(sample.key() + sample.captions()));
        }
        index.heldOut().forEach(pair -> keys.add(pair.sample().key() + pair.sample().captions()));
        keys.sort(null);
        return keys;
    }

    private static String[] train(Path run, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--model", KillTest.resource("tiny-model.json"), "--seed-span", "20 steps", "--expert-span", "4 steps", "--shuffle",
                        "window", "--shuffle-window", "1"));
        arguments.addAll(List.of(more));
        return command("train", run, arguments.toArray(String[]::new));
    }

    private static String[] command(String stage, Path run, String... more) {
        List<String> arguments = new ArrayList<>(List.of(stage, "--run", run.toString(), "--config", KillTest.resource("tiny.yaml"),
                "--progress", "none", "--seed", "5"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
