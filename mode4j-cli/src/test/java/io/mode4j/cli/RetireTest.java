package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FolderCopy;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run whose seed saw about a quarter of the pairs, and each expert about half of its own. */
class RetireTest {
    private static final int PAIRS = 100;
    private static final int ARRIVED = 40;

    @TempDir
    private static Path folder;

    private static Path trained;
    /** How often each model saw each pair that is not held out. */
    private static Map<String, Map<String, Long>> seen = Map.of();

    @BeforeAll
    static void train() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), PAIRS, 1);
        Drawings.write(folder.resolve("new/00000.tar"), 200, ARRIVED, 2);
        trained = folder.resolve("trained");
        assertThat(Main.run("run", "--run", trained.toString(), "--shards", folder.resolve("data").toString(), "--config",
                KillTest.resource("tiny.yaml"), "--model", KillTest.resource("tiny-model.json"), "--holdout", "0.1", "--batch-size", "8",
                "--seed-span", "3 steps", "--expert-span", "3 steps", "--warmup", "1 steps", "--ooc-ratio", "0", "--precision", "fp32",
                "--progress", "none")).isZero();
        seen = seen(trained);
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
    private static List<String> keys(Predicate<Map<String, Long>> how) {
        return seen.entrySet().stream().filter(pair -> how.test(pair.getValue())).map(Map.Entry::getKey).toList();
    }

    private static boolean saw(Map<String, Long> pair, String model) {
        return pair.getOrDefault(model, 0L) > 0;
    }

    /** Some that an expert saw, and the seed did not. */
    private static List<String> keysOf(String expert) {
        return keys(pair -> saw(pair, expert) && !saw(pair, "seed"));
    }

    private static Path copy(String name) throws IOException {
        return FolderCopy.of(trained, folder.resolve(name));
    }

    private static String[] command(Path run, List<String> keys, String... more) {
        List<String> all = new ArrayList<>(List.of("retire", "--run", run.toString(), "--progress", "none"));
        keys.forEach(key -> all.addAll(List.of("--key", key)));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static CommandProcess.Result retire(Path run, List<String> keys, String... more) {
        return Heard.run(command(run, keys, more));
    }

    private static CommandProcess.Result grow(Path run, Path shards, String... more) {
        List<String> all = new ArrayList<>(List.of("grow", "--run", run.toString(), "--shards", shards.toString(), "--tolerance", "1",
                "--progress", "none"));
        all.addAll(List.of(more));
        return Heard.run(all.toArray(String[]::new));
    }

    private static List<String> learned(Path training) throws IOException {
        SampleIndex index = SampleIndex.open(training);
        List<String> keys = new ArrayList<>();
        for (int shard = 0; shard < index.shards(); shard++) {
            index.read(shard).stream().map(Sample::key).forEach(keys::add);
        }
        return keys;
    }

    /** All files, with their contents. */
    private static SortedMap<String, String> contents(Path run) throws IOException {
        SortedMap<String, String> contents = KillTest.contents(run);
        contents.keySet().removeIf(name -> name.endsWith("stages.jsonl") || name.endsWith("generations/current"));
        return contents;
    }

    @Test
    void theExpertsThatSawAreTrainedAgainAndNoOthers() throws IOException {
        Path run = copy("retired");
        List<String> gone = keysOf("expert-0").subList(0, 2);
        SortedMap<String, FileTime> before = GrowTest.times(run);
        CommandProcess.Result said = retire(run, gone);
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).contains("keys to retire: 2; retired already: 0", "expert-0         saw 2 of the keys",
                "Generation 1 (2 keys retired; expert-0 trained again) is the current one")
                .containsPattern("    expert-0 +" + run.resolve("experts/expert-0"))
                .doesNotContain("expert-1 ");
        assertThat(GrowTest.times(run)).as("nothing that was there is written, no score computed again").containsAllEntriesOf(before);
        assertThat(new RunDirectory(run).trainedExperts()).isEqualTo(Map.of("expert-0.v1",
                run.resolve("arrivals/1/experts/expert-0.v1"), "expert-1", run.resolve("experts/expert-1")));
        assertThat(new Generations(new RunDirectory(run)).current().retired()).containsExactlyInAnyOrderElementsOf(gone);

        Manifest again = Manifest.read(run.resolve("arrivals/1/experts/expert-0.v1"));
        assertThat(again.recipe().inputs()).containsEntry("seed model", Manifest.read(run.resolve("seed")).fingerprint());
        assertThat(again.recipe().configuration().get("portion"))
                .isEqualTo(Manifest.read(run.resolve("experts/expert-0")).recipe().configuration().get("portion"));
        assertThat(learned(run.resolve("arrivals/1/training/expert-0.v1"))).doesNotContainAnyElementsOf(gone)
                .containsAll(keysOf("expert-0").subList(2, keysOf("expert-0").size()));
        CommandProcess.Result traced = Heard.run("trace", "--run", run.toString(), "--key", gone.getFirst());
        assertThat(traced.out()).contains("trained on by expert-0.v1: none of these pairs").doesNotContain("not traced");

        SortedMap<String, String> one = contents(run);
        CommandProcess.Result twice = retire(run, gone);
        assertThat(twice.exitCode()).as(twice.err()).isZero();
        assertThat(twice.out()).contains("keys to retire: 0; retired already: 2", "Nothing is to be done");
        assertThat(contents(run)).isEqualTo(one);
        for (List<String> back : List.of(List.of("--choose", "0"), List.of("--roll-back"))) {
            CommandProcess.Result refused = Heard.run(
                    Stream.concat(Stream.of("generations", "--run", run.toString()), back.stream()).toArray(String[]::new));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err())
                    .contains("generation 0: its experts may have seen pairs that were retired since (keys: 2, the first: ");
        }
        assertThat(Heard.run("evaluate", "--run", run.toString(), "--progress", "none").out()).contains("expert-0.v1");
    }

    @Test
    void whatTheSeedSawIsRefusedAndNothingIsWritten() throws IOException {
        Path run = copy("seed");
        List<String> asked = List.of(keys(pair -> saw(pair, "seed")).getFirst(), keysOf("expert-1").getFirst());
        SortedMap<String, String> before = KillTest.contents(run);
        for (String[] command : List.of(command(run, asked), command(run, asked, "--dry-run"))) {
            CommandProcess.Result said = Heard.run(command);
            assertThat(said.exitCode()).isEqualTo(1);
            assertThat(said.err()).contains("the seed saw 1 of 2 keys (" + asked.getFirst() + ")",
                    "begin a new run without these pairs (index or run with --leave-out)");
        }
        assertThat(KillTest.contents(run)).isEqualTo(before);
        assertThat(run.resolve("arrivals")).doesNotExist();
        assertThat(run.resolve("generations")).doesNotExist();

        Path keys = Files.write(folder.resolve("left-out.txt"), asked);
        Path other = folder.resolve("other");
        assertThat(Main.run("index", "--run", other.toString(), "--shards", folder.resolve("data").toString(), "--holdout", "0",
                "--leave-out", keys.toString(), "--progress", "none")).isZero();
        assertThat(learned(other.resolve("index"))).hasSize(PAIRS - 2).doesNotContainAnyElementsOf(asked);
        assertThat(Main.run("index", "--run", other.toString(), "--progress", "none")).as("recorded").isZero();
        Files.write(keys, List.of("key0"));
        assertThat(Heard.run("index", "--run", other.toString(), "--progress", "none").err()).contains("leave-out was 2 keys");
    }

    @Test
    void aDryRunSaysWhoSawAndWritesNothing() throws IOException {
        Path run = copy("dry");
        List<String> asked = keys(pair -> saw(pair, "dense") && saw(pair, "expert-1") && !saw(pair, "seed")).subList(0, 1);
        SortedMap<String, String> before = KillTest.contents(run);
        CommandProcess.Result said = retire(run, asked, "--dry-run");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).contains("keys to retire: 1", "seed             saw 0 of the keys",
                "expert-1         saw 1 of the keys; it would be trained again, from the seed, on 24 samples")
                .containsPattern("    dense +" + run.resolve("baselines/dense"))
                .doesNotContain("expert-0 ");
        assertThat(KillTest.contents(run)).isEqualTo(before);
        assertThat(run.resolve("arrivals")).doesNotExist();
    }

    @Test
    void keysThatNobodySawStayOutOfLaterTrainings() throws IOException {
        Path run = copy("unseen");
        String unseen = keys(pair -> saw(pair, "dense") && !saw(pair, "seed") && !saw(pair, "expert-0") && !saw(pair, "expert-1"))
                .getFirst();
        String heldOut = IntStream.range(0, PAIRS).mapToObj(i -> "key" + i).filter(key -> !seen.containsKey(key)).findFirst().orElseThrow();
        CommandProcess.Result nothing = retire(run, List.of(heldOut));
        assertThat(nothing.out()).contains("keys of held-out pairs: 1; no model learned from them", "Nothing is to be done");
        CommandProcess.Result said = retire(run, List.of(unseen, "no-such", heldOut));
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).isEqualTo("mode4j: %s: no pair has the key no-such%n".formatted(run.resolve("index")));
        assertThat(said.out()).contains("Generation 1 (1 key retired) is the current one");
        assertThat(new RunDirectory(run).trainedExperts().keySet()).containsExactly("expert-0", "expert-1");
        assertThat(run.resolve("arrivals/1/experts")).doesNotExist();

        CommandProcess.Result grown = grow(run, folder.resolve("new"), "--update", "expert-0,expert-1", "--replay", "0.9");
        assertThat(grown.exitCode()).as(grown.err()).isZero();
        List<String> replayed = new ArrayList<>(learned(run.resolve("arrivals/2/training/expert-0.v2")));
        replayed.addAll(learned(run.resolve("arrivals/2/training/expert-1.v2")));
        replayed.removeIf(key -> !seen.containsKey(key)); // those that arrived
        assertThat(replayed).as("all that is known but this").hasSize(seen.size() - 1).doesNotContain(unseen);
    }

    @Test
    void pairsThatArrivedAreRetiredAndWhatVersionsOfBeforeSaw() throws IOException {
        Path run = copy("grown");
        CommandProcess.Result grown = grow(run, folder.resolve("new"), "--update", "expert-0", "--replay", "0", "--expert-span", "9 steps");
        assertThat(grown.exitCode()).as(grown.err()).isZero();
        List<String> arrived = learned(run.resolve("arrivals/1/training/expert-0.v1"));
        assertThat(arrived).doesNotContainAnyElementsOf(seen.keySet());
        String before = keysOf("expert-0").getFirst(); // which its second version did not see again

        CommandProcess.Result said = retire(run, List.of(arrived.getFirst(), before));
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).contains("expert-0.v1      saw 2 of the keys", "Generation 2 (2 keys retired; expert-0.v1 trained again)");
        assertThat(new RunDirectory(run).trainedExperts().keySet()).containsExactly("expert-0.v2", "expert-1");
        assertThat(Manifest.read(run.resolve("arrivals/2/experts/expert-0.v2")).recipe().inputs()).containsKey("seed model")
                .doesNotContainKey("given model");
        List<String> again = learned(run.resolve("arrivals/2/training/expert-0.v2"));
        assertThat(again).containsAll(arrived.subList(1, arrived.size()))
                .containsAll(keysOf("expert-0").subList(1, keysOf("expert-0").size()))
                .doesNotContain(arrived.getFirst(), before);

        Drawings.write(folder.resolve("newer/00000.tar"), 200, ARRIVED, 3); // the same keys once more
        grown = grow(run, folder.resolve("newer"), "--update", "expert-0", "--replay", "0.9");
        assertThat(grown.exitCode()).as(grown.err()).isZero();
        assertThat(grown.out()).contains("or a key that is retired, and are left out");
        assertThat(learned(run.resolve("arrivals/3/training/expert-0.v3"))).doesNotContain(arrived.getFirst(), before)
                .contains(arrived.getLast());
    }

    @Test
    void aRetirementThatIsKilledLeavesTheRunAsItWasAndGoesOn() throws Exception {
        Path whole = copy("whole");
        Path killed = copy("killed");
        List<String> gone = Stream.of("expert-0", "expert-1").map(expert -> keysOf(expert).getFirst()).toList();
        assertThat(retire(whole, gone).exitCode()).isZero();
        assertThat(grow(killed, folder.resolve("new"), "--dry-run").exitCode()).isZero();
        SortedMap<String, String> before = KillTest.contents(killed);
        before.keySet().removeIf(name -> name.startsWith("arrivals/"));
        Path left = Files.createDirectories(killed.resolve("arrivals/1/experts/expert-2")); // of another that was killed
        Files.writeString(left.resolve("model.safetensors"), "half of it");
        int kills = 0;
        for (String step : List.of("training/expert-0.v1", "experts/expert-1.v1")) {
            Path begun = killed.resolve("arrivals/1").resolve(step);
            kills += CommandProcess.start(folder, List.of(command(killed, gone))).killWhen(() -> Files.exists(begun)) ? 1 : 0;
            assertThat(new Generations(new RunDirectory(killed)).current().number()).isZero();
            assertThat(KillTest.contents(killed)).containsAllEntriesOf(before);
        }
        assertThat(kills).as("kills that hit a running command").isPositive();
        CommandProcess.Result last = retire(killed, gone);
        assertThat(last.exitCode()).as(last.err()).isZero();
        SortedMap<String, String> retired = KillTest.contents(killed);
        SortedMap<String, String> undisturbed = KillTest.contents(whole);
        retired.remove("generations/1.json"); // says when it was made
        undisturbed.remove("generations/1.json");
        assertThat(retired).isEqualTo(undisturbed);
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        Path run = copy("refused");
        List<String> some = keysOf("expert-0").subList(0, 1);
        CommandProcess.Result none = retire(run, List.of());
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("expected keys: --key KEY, or --key-file FILE.txt");
        assertThat(retire(run, some, "--rule", "best").err()).contains("best");
        try (StageLock _ = StageLock.take(new FileLayer(), run.resolve("arrivals"))) {
            assertThat(retire(run, some).err())
                    .contains(run.resolve("arrivals") + " is being written by process " + ProcessHandle.current().pid());
        }
        new FileLayer().deleteTree(run.resolve("seed"));
        assertThat(retire(run, some).err()).contains(run.resolve("seed") + ": the seed model is not done");
        assertThat(run.resolve("generations")).doesNotExist();
    }

    @Test
    void anExpertWhoseDataAreNotKnownAnyMoreCountsAsOneThatSaw() throws IOException {
        Path run = copy("unknown");
        assertThat(grow(run, folder.resolve("new"), "--update", "expert-0", "--replay", "0").exitCode()).isZero();
        new FileLayer().deleteTree(run.resolve("experts/expert-0")); // from which its second version went on
        List<String> some = keysOf("expert-1").subList(0, 1);
        CommandProcess.Result said = retire(run, some);
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).contains(
                "expert-0.v1      saw not known, and taken for all of them: it goes on from a model that is not here",
                "expert-1         saw 1 of the keys");
        assertThat(new RunDirectory(run).trainedExperts().keySet()).containsExactly("expert-0.v2", "expert-1.v2");
    }

    @Test
    void whatIsRetiredDoesNotComeBackUnsaid() throws Exception {
        Path run = copy("later");
        new FileLayer().deleteTree(run.resolve("experts/expert-1"));
        List<String> gone = List.of(keysOf("expert-0").getFirst(), keysOf("expert-1").getFirst());
        assertThat(retire(run, gone).out()).contains("Generation 1 (2 keys retired; expert-0 trained again)");
        CommandProcess.Result later = CommandProcess.start(folder, List.of("train", "--run", run.toString())).finish();
        assertThat(later.exitCode()).as(later.err()).isZero();
        assertThat(later.err()).contains("2 keys are retired, and expert-1 is trained on all of its pairs");
        assertThat(retire(run, gone).out()).contains("keys to retire: 0; retired already: 2", "expert-1         saw 1 of the keys",
                "Generation 2 (expert-1 trained again)");
        assertThat(new RunDirectory(run).trainedExperts().keySet()).containsExactly("expert-0.v1", "expert-1.v2");

        CommandProcess.Result anew = CommandProcess.start(folder, List.of("train", "--run", run.toString(), "--redo", "experts")).finish();
        assertThat(anew.exitCode()).as(anew.err()).isZero();
        assertThat(anew.err()).contains("2 keys were retired, but not for what is made now; index without them (--leave-out "
                + run.resolve("retired.txt") + ")");
        assertThat(Files.readAllLines(run.resolve("retired.txt"))).containsExactlyInAnyOrderElementsOf(gone);
        assertThat(run.resolve("generations")).doesNotExist();
    }
}
