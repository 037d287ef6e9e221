package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Places;
import io.mode4j.artifact.Store;
import io.mode4j.icons.IconsData;
import io.mode4j.icons.IconsOptions;
import io.mode4j.icons.PictureFormat;
import io.mode4j.progress.Progress;
import io.mode4j.stores.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose shards and directory are in a store is the run that it is on a local disk. */
class StoreRunTest {
    @TempDir
    private static Path folder;

    private static String[] run(String shards, String run, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "--run", run, "--shards", shards, "--holdout", "0", "--config",
                KillTest.resource("tiny.yaml"), "--model", KillTest.resource("tiny-model.json"), "--seed-span", "20 steps",
                "--expert-span", "8 steps", "--progress", "none", "--workers", "1"));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** The hashes of what does not say when, how fast or from where. */
    private static SortedMap<String, String> content(String run) throws IOException {
        SortedMap<String, String> content = new TreeMap<>();
        Store store = Store.of(Places.path(run));
        for (String name : store.names()) {
            boolean timed = name.matches(
                    ".*(\\.jsonl|\\.html|run\\.json|index/manifest\\.json|(seed|dense|expert-\\d)/manifest\\.json|\\.csv|results\\.json)");
            content.put(name, timed ? "" : Fingerprints.ofBytes(store.read(name)));
        }
        return content;
    }

    @Test
    void fromTheShardsToTheReport() throws Exception {
        Path data = folder.resolve("data");
        new IconsData(new FileLayer(), Progress.silent(),
                new IconsOptions(List.of("noto"), List.of("twemoji"), 64, PictureFormat.PNG, 1, 50, 60)).write(data);
        String bucket = S3Server.bucket();
        try (Stream<Path> tars = Files.list(data.resolve("train"))) {
            for (Path tar : tars.filter(file -> file.toString().endsWith(".tar")).toList()) {
                Store.of(Places.path(bucket + "/data")).write(tar.getFileName().toString(), out -> Files.copy(tar, out));
            }
        }
        String here = folder.resolve("run").toString();
        String tasks = data.resolve("tasks.yaml").toString();
        assertThat(Main.run(run(data.resolve("train").toString(), here, "--tasks", tasks))).isZero();
        String there = bucket + "/run";
        assertThat(Main.run(run(bucket + "/data", there, "--tasks", tasks))).isZero();
        assertThat(content(there)).containsKeys("seed/model.safetensors", "experts/expert-1/model.safetensors", "evaluation/report.html",
                "evaluation/results.json", "seed/log.jsonl", "stages.jsonl").isEqualTo(content(here));
        String log = new String(Store.of(Places.path(there)).read("seed/log.jsonl"), StandardCharsets.UTF_8);
        assertThat(log.lines()).hasSize(20);
        String recorded = new String(Store.of(Places.path(there)).read("run.json"), StandardCharsets.UTF_8);
        assertThat(recorded).contains(bucket + "/data").doesNotContain("not-a-secret");

        assertThat(Main.run("status", "--run", there)).isZero();
        assertThat(Main.run("report", "--run", there)).isZero();
        assertThat(content(there)).as("nothing is made anew").isEqualTo(content(here));
    }

    @Test
    void whatCannotBeDoneThereIsSaid() {
        String bucket = S3Server.bucket();
        MainTest.Said submitted = MainTest.say("submit", "--run", bucket + "/run", "--shards", bucket + "/data", "--scheduler", "slurm",
                "--dry-run");
        assertThat(submitted.err()).contains("--run " + bucket + "/run: the scripts and logs");
        MainTest.Said missing = MainTest.say("status", "--run", bucket + "/run");
        assertThat(missing.err()).contains(bucket + "/run: expected a run directory, found none");
        MainTest.Said secret = MainTest.say("run", "--run", "s3://key:SECRET@bucket/run", "--shards", bucket + "/data");
        assertThat(secret.err()).contains("has credentials in it").doesNotContain("SECRET");
        MainTest.Said other = MainTest.say("index", "--run", folder.resolve("x").toString(), "--shards", "ftp://host/a.tar");
        assertThat(other.err()).contains("expected a path or a URL of abfs://, abfss://, gs://, hdfs://, s3", "found one of ftp://");
    }
}
