package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder whose name looks like a pattern holds shards, tasks, a run, embeddings and models as any other. */
class OddFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void everythingInIt() throws Exception {
        Drawings.write(temporary.resolve("a x b/00000.tar"), 3, 9); // what the name would match as a pattern
        Path folder = temporary.resolve("a [x] b/{0..1} it's * ? ü");
        Drawings.write(folder.resolve("train/00000.tar"), 60, 1);
        Drawings.write(folder.resolve("test/[0].tar"), 20, 2);
        Path tasks = Files.writeString(folder.resolve("tasks {a,b}.yaml"),
                "version: 1\ntasks:\n  - {name: found, kind: retrieval, shards: 'test/*.tar'}\n");
        Path run = folder.resolve("run [1]");
        assertThat(Main.run("run", "--run", run.toString(), "--config", KillTest.resource("tiny.yaml"), "--progress", "none", "--shards",
                folder + "/train/{00000..00000}.tar", "--tasks", tasks.toString(), "--model", KillTest.resource("tiny-model.json"),
                "--seed-span", "4 steps", "--expert-span", "2 steps", "--warmup", "1 steps")).isZero();
        assertThat(run.resolve("evaluation/results.csv")).content().contains("found,text_to_image_recall@1,dense");
        assertThat(run.resolve("evaluation/tasks/found/task.json")).content().contains("\"pictures\" : 20");

        Path clusters = folder.resolve("clusters *");
        assertThat(Main.run("cluster", "--embeddings", run.resolve("embeddings").toString(), "--fine", "4", "--experts", "2", "--out",
                clusters.toString(), "--progress", "none")).isZero();
        assertThat(Main.run("assign", "--embeddings", run.resolve("embeddings/00000.npy").toString(), "--clusters", clusters.toString(),
                "--out", folder.resolve("assigned?").toString())).isZero();
        assertThat(Main.run("preprocess", "--size", "8", "--out", folder.resolve("pixels[].npy").toString(),
                Files.write(folder.resolve("[a].png"), Drawings.picture(Color.RED, Color.BLUE)).toString())).isZero();
        assertThat(Main.run("features", "images", "--model", run.resolve("seed").toString(), "--out", folder.resolve("f{1}.npy").toString(),
                folder.resolve("[a].png").toString())).isZero();
        assertThat(Main.run("report", "--run", run.toString())).isZero();
    }
}
