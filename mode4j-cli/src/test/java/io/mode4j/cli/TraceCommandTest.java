package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FolderCopy;
import io.mode4j.artifact.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whose data is in which model of a run. */
class TraceCommandTest {
    private static final int BATCH = 8;
    private static final Map<String, String> MODELS = Map.of("seed", "seed", "expert-0", "experts/expert-0", "expert-1", "experts/expert-1",
            "dense", "baselines/dense", "dense-total", "baselines/dense-total", "random-0", "baselines/random-0",
            "random-1", "baselines/random-1");

    @TempDir
    private static Path folder;

    private static Path assigned;
    private static Path run;

    /** Two shards with keys of the same names, key0 to key39 and key0 to key29, of which some are held out. */
    @BeforeAll
    static void trainModels() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), 40, 1);
        Drawings.write(folder.resolve("data/00001.tar"), 30, 2);
        assigned = AssignedRun.make(folder.resolve("assigned"), folder.resolve("data"), "--holdout", "0.1");
        run = FolderCopy.of(assigned, folder.resolve("run"));
        assertThat(Main.run("train", "--run", run.toString(), "--config", KillTest.resource("tiny.yaml"), "--model",
                KillTest.resource("tiny-model.json"), "--progress", "none", "--seed", "5", "--batch-size", Integer.toString(BATCH),
                "--seed-span", "20 steps", "--expert-span", "9 steps", "--ooc-ratio", "0.1", "--ablations")).isZero();
    }

    private static CommandProcess.Result trace(Path of, String... more) throws Exception {
        return Heard.run(Stream.concat(Stream.of("trace", "--run", of.toString()), Stream.of(more)).toArray(String[]::new));
    }

    private static JsonNode json(CommandProcess.Result result) {
        return JsonMapper.shared().readTree(result.out());
    }

    private static long number(Manifest manifest, String name) {
        return ((Number) Objects.requireNonNull(manifest.summary().get(name))).longValue();
    }

    private static Path allKeys() throws IOException {
        return Files.write(folder.resolve("keys.txt"), IntStream.range(0, 40).mapToObj(i -> " key" + i + " ").toList());
    }

    @Test
    void whatTheModelsSawAddsUpToWhatTheyWereTrainedOn() throws Exception {
        CommandProcess.Result result = trace(run, "--key-file", allKeys().toString(), "--json");
        assertThat(result.exitCode()).as(result.err()).isZero();
        JsonNode pairs = json(result).get("pairs");
        assertThat(pairs.size()).isEqualTo(70);
        for (Map.Entry<String, String> model : MODELS.entrySet()) {
            long seen = 0;
            for (JsonNode pair : pairs) {
                JsonNode times = pair.get("seen").get(model.getKey());
                assertThat(times.get("least")).isEqualTo(times.get("most"));
                seen += times.get("most").longValue();
            }
            Manifest manifest = Manifest.read(run.resolve(model.getValue()));
            assertThat(seen).as(model.getKey()).isEqualTo(number(manifest, "samples")).isPositive();
        }
        assertThat(json(result).get("models").size()).isEqualTo(MODELS.size());
        assertThat(json(result).get("unknown").size()).isZero();
    }

    @Test
    void anExpertSawItsOwnClusterAndFewOthersAndNobodyWhatIsHeldOut() throws Exception {
        JsonNode pairs = json(trace(run, "--key-file", allKeys().toString(), "--json")).get("pairs");
        List<JsonNode> others = new ArrayList<>();
        int heldOut = 0;
        for (JsonNode pair : pairs) {
            if (pair.get("held_out").booleanValue()) {
                assertThat(pair.get("cluster").isNull()).isTrue();
                MODELS.keySet().forEach(model -> assertThat(pair.get("seen").get(model).get("most").intValue()).isZero());
                heldOut++;
            } else {
                int own = pair.get("cluster").get("coarse").intValue();
                assertThat(pair.get("cluster").get("fine").intValue()).isBetween(0, 3);
                assertThat(pair.get("cluster").get("distance").doubleValue()).isNotNegative();
                assertThat(pair.get("seen").get("seed").get("most").intValue()).isPositive(); // of nearly three epochs
                if (pair.get("seen").get("expert-" + (1 - own)).get("most").intValue() > 0) {
                    others.add(pair);
                }
            }
        }
        assertThat(heldOut).isEqualTo((int) number(Manifest.read(run.resolve("index")), "heldOut")).isPositive();
        assertThat(others.size()).isBetween(1, 15); // a tenth
    }

    @Test
    void theTableHasALineForEachPairOfAKeyAndNamesKeysThatNoPairHas() throws Exception {
        CommandProcess.Result result = trace(run, "--key", "key3", "--key", "no-such", "--key", "key5", "--key", "key3", "--key", "KEY5");
        assertThat(result.exitCode()).isEqualTo(1);
        List<String> lines = result.out().lines().toList();
        assertThat(lines.getFirst().split(" +")).containsExactly("key", "shard", "fine", "coarse", "distance", "seed", "expert-0",
                "expert-1",
                "dense", "dense-total", "random-0", "random-1");
        assertThat(lines.subList(1, 5)).extracting(line -> List.of(line.split(" +")).subList(0, 2))
                .containsExactly(List.of("key3", "00000"), List.of("key3", "00001"), List.of("key5", "00000"), List.of("key5", "00001"));
        assertThat(lines.get(5)).isEmpty();
        assertThat(result.out()).contains("Experts and baselines continue the seed");
        assertThat(result.err()).isEqualTo("mode4j: %s: no pair has these 2 keys: no-such, KEY5%n".formatted(run.resolve("index")));
    }

    @Test
    void keysAreAskedFor() throws Exception {
        CommandProcess.Result none = trace(run);
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("expected keys: --key KEY, or --key-file FILE.txt");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n \n");
        CommandProcess.Result nothing = trace(run, "--key-file", empty.toString());
        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(nothing.err()).contains(empty + ": expected keys (--key-file), one a line, found none");
        CommandProcess.Result missing = trace(run, "--key-file", folder.resolve("missing.txt").toString());
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("missing.txt");
    }

    @Test
    void aRunIsTracedAsFarAsItIs() throws Exception {
        CommandProcess.Result result = trace(assigned, "--key", "key3");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines().findFirst().orElseThrow().split(" +")).containsExactly("key", "shard", "fine", "coarse",
                "distance");
        Path indexed = folder.resolve("indexed");
        FolderCopy.of(assigned.resolve("index"), indexed.resolve("index"));
        assertThat(trace(indexed, "--key", "key3").out()).containsPattern("key3 +00000 +- +- +-\n");
        Path begun = Files.createDirectories(folder.resolve("begun"));
        CommandProcess.Result none = trace(begun, "--key", "key3");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains(begun.resolve("index") + " has no manifest.json");
        assertThat(trace(folder.resolve("nowhere"), "--key", "key3").err()).contains("expected a run directory, found none");
    }

    @Test
    void anExpertsShareTellsOfTheExpertAndSaysWhatItDoesNotKnow() throws Exception {
        Path packs = folder.resolve("packs");
        assertThat(Main.run("data", "pack", "--by-expert", "--run", run.toString(), "--out", packs.toString(), "--progress", "none"))
                .isZero();
        Path pack = packs.resolve("expert-1");
        FolderCopy.of(run.resolve("experts/expert-1"), pack.resolve("experts/expert-1"));
        CommandProcess.Result here = trace(pack, "--key-file", allKeys().toString(), "--json");
        JsonNode whole = json(trace(run, "--key-file", allKeys().toString(), "--json")).get("pairs");
        long expected = 0;
        for (JsonNode pair : whole) {
            expected += pair.get("seen").get("expert-1").get("most").longValue();
        }
        long seen = 0;
        for (JsonNode pair : json(here).get("pairs")) {
            seen += pair.get("seen").get("expert-1").get("most").longValue();
            assertThat(pair.get("seen").has("seed")).isFalse();
        }
        assertThat(seen).isEqualTo(expected);
        CommandProcess.Result table = trace(pack, "--key", json(here).get("pairs").get(0).get("key").stringValue());
        assertThat(table.out()).contains("Here are only the pairs of coarse cluster 1 and 0.1 of the others, seed 5")
                .contains("seed is not traced: what it saw follows from all pairs of the data set");
    }

    @Test
    void aModelOfOtherPairsIsNotTracedAndSaysWhy() throws Exception {
        Path other = FolderCopy.of(assigned, folder.resolve("other"));
        FolderCopy.of(run.resolve("seed"), other.resolve("seed"));
        new FileLayer().deleteTree(other.resolve("assignments"));
        FolderCopy.of(run.resolve("experts/expert-0"), other.resolve("experts/expert-0"));
        CommandProcess.Result result = trace(other, "--key", "key3");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("expert-0 is not traced: what it saw follows from the assignments, and there are none")
                .doesNotContain("seed is not traced");
    }
}
