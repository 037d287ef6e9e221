package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FolderCopy;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run of drawings whose seed saw about a quarter of the pairs, and each expert about half of its own; and shards that it does not know. */
final class PartlySeenRun {
    static final int PAIRS = 100;
    static final int ARRIVED = 40;

    private final Path folder;
    private final Path trained;
    /** How often each model saw each pair that is not held out. */
    private final Map<String, Map<String, Long>> seen;

    /** Trains it inside a folder. */
    PartlySeenRun(Path folder) throws IOException {
        this.folder = folder;
        this.trained = folder.resolve("trained");
        Drawings.write(folder.resolve("data/00000.tar"), PAIRS, 1);
        Drawings.write(folder.resolve("new/00000.tar"), 200, ARRIVED, 2);
        assertThat(Main.run("run", "--run", trained.toString(), "--shards", folder.resolve("data").toString(), "--config",
                KillTest.resource("tiny.yaml"), "--model", KillTest.resource("tiny-model.json"), "--holdout", "0.1", "--batch-size", "8",
                "--seed-span", "3 steps", "--expert-span", "3 steps", "--warmup", "1 steps", "--ooc-ratio", "0", "--precision", "fp32",
                "--progress", "none")).isZero();
        this.seen = seen(trained);
    }

    /** The keys of all pairs that are not held out. */
    Set<String> pairs() {
        return seen.keySet();
    }

    private static JsonNode trace(Path run, List<String> keys) {
        List<String> command = new ArrayList<>(List.of("trace", "--run", run.toString(), "--json"));
        keys.forEach(key -> command.addAll(List.of("--key", key)));
        return JsonMapper.shared().readTree(Heard.run(command.toArray(String[]::new)).out());
    }

    private static Map<String, Map<String, Long>> seen(Path run) {
        Map<String, Map<String, Long>> seen = new LinkedHashMap<>();
        for (JsonNode pair : trace(run, IntStream.range(0, PAIRS).mapToObj(i -> "key" + i).toList()).get("pairs")) {
            if (!pair.get("held_out").booleanValue()) {
                Map<String, Long> models = new LinkedHashMap<>();
                pair.get("seen").forEachEntry((model, times) -> models.put(model, times.get("most").longValue()));
                seen.put(pair.get("key").stringValue(), models);
            }
        }
        return seen;
    }

    /** The keys of all pairs that were seen so. */
    List<String> keys(Predicate<Map<String, Long>> how) {
        return seen.entrySet().stream().filter(pair -> how.test(pair.getValue())).map(Map.Entry::getKey).toList();
    }

    /** Whether a model saw a pair. */
    static boolean saw(Map<String, Long> pair, String model) {
        return pair.getOrDefault(model, 0L) > 0;
    }

    /** Some that an expert saw, and the seed did not. */
    List<String> keysOf(String expert) {
        return keys(pair -> saw(pair, expert) && !saw(pair, "seed"));
    }

    /** A copy to change. */
    Path copy(String name) throws IOException {
        return FolderCopy.of(trained, folder.resolve(name));
    }

    /** The arguments that retire keys. */
    static String[] command(Path run, List<String> keys, String... more) {
        List<String> all = new ArrayList<>(List.of("retire", "--run", run.toString(), "--progress", "none"));
        keys.forEach(key -> all.addAll(List.of("--key", key)));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Retires keys. */
    static CommandProcess.Result retire(Path run, List<String> keys, String... more) {
        return Heard.run(command(run, keys, more));
    }

    /** Lets a run grow, whatever becomes worse. */
    static CommandProcess.Result grow(Path run, Path shards, String... more) {
        List<String> all = new ArrayList<>(List.of("grow", "--run", run.toString(), "--shards", shards.toString(), "--tolerance", "1",
                "--progress", "none"));
        all.addAll(List.of(more));
        return Heard.run(all.toArray(String[]::new));
    }

    /** The keys of all pairs of an index. */
    static List<String> learned(Path training) throws IOException {
        SampleIndex index = SampleIndex.open(training);
        List<String> keys = new ArrayList<>();
        for (int shard = 0; shard < index.shards(); shard++) {
            index.read(shard).stream().map(Sample::key).forEach(keys::add);
        }
        return keys;
    }
}
