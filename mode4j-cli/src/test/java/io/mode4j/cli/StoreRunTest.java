package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Places;
import io.mode4j.artifact.Store;
import io.mode4j.shard.source.ShardFixtures;
import io.mode4j.stores.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose shards and directory are in a store is the run that it is on a local disk. */
class StoreRunTest {
    @TempDir
    private static Path folder;

    private static String[] run(String shards, String run, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "--run", run, "--shards", shards, "--holdout", "0.1", "--config",
                KillTest.resource("tiny.yaml"), "--model", KillTest.resource("tiny-model.json"), "--seed-span", "6 steps",
                "--expert-span", "3 steps", "--warmup", "2 steps", "--save-every", "3", "--progress", "none", "--workers", "1"));
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
        String bucket = S3Server.bucket();
        for (int shard = 0; shard < 2; shard++) {
            ShardFixtures pairs = ShardFixtures.tar();
            for (int i = 0; i < 60; i++) {
                pairs.pair("%d-%02d".formatted(shard, i),
                        "picture %d of a %s".formatted(60 * shard + i, i % 2 == 0 ? "red cat" : "green tree"));
            }
            Path tar = pairs.write(data.resolve(shard + ".tar"));
            Store.of(Places.path(bucket + "/data")).write(shard + ".tar", out -> Files.copy(tar, out));
        }
        String here = folder.resolve("run").toString();
        assertThat(Main.run(run(data.toString(), here))).isZero();
        String there = bucket + "/run";
        assertThat(Main.run(run(bucket + "/data", there))).isZero();
        assertThat(content(there)).containsKeys("seed/model.safetensors", "experts/expert-1/model.safetensors", "evaluation/report.html",
                "evaluation/results.json", "seed/log.jsonl", "stages.jsonl").isEqualTo(content(here));
        String log = new String(Store.of(Places.path(there)).read("seed/log.jsonl"), StandardCharsets.UTF_8);
        assertThat(log.lines()).hasSize(6);
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
        MainTest.Said cache = MainTest.say("index", "--run", bucket + "/run", "--shards", bucket + "/data", "--cache", bucket + "/cache");
        assertThat(cache.err()).contains("--cache", "expected a folder on a local disk, found a URL");
        MainTest.Said other = MainTest.say("index", "--run", folder.resolve("x").toString(), "--shards", "ftp://host/a.tar");
        assertThat(other.err()).contains("expected a path or a URL of abfs://, abfss://, gs://, hdfs://, s3", "found a URL of ftp://");
    }
}
