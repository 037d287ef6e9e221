package io.mode4j.cli;

import static io.mode4j.cli.PartlySeenRun.PAIRS;
import static io.mode4j.cli.PartlySeenRun.command;
import static io.mode4j.cli.PartlySeenRun.grow;
import static io.mode4j.cli.PartlySeenRun.learned;
import static io.mode4j.cli.PartlySeenRun.retire;
import static io.mode4j.cli.PartlySeenRun.saw;
import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs that no expert is to have seen, of a run as it was trained. */
class RetireTest {
    @TempDir
    private static Path folder;

    private static PartlySeenRun made;

    @BeforeAll
    static void train() throws IOException {
        made = new PartlySeenRun(folder);
    }

    /** All files, with their contents. */
    private static SortedMap<String, String> contents(Path run) throws IOException {
        SortedMap<String, String> contents = KillTest.contents(run);
        contents.keySet().removeIf(name -> name.endsWith("stages.jsonl") || name.endsWith("generations/current"));
        return contents;
    }

    @Test
    void theExpertsThatSawAreTrainedAgainAndNoOthers() throws IOException {
        Path run = made.copy("retired");
        List<String> gone = made.keysOf("expert-0").subList(0, 2);
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
                .containsAll(made.keysOf("expert-0").subList(2, made.keysOf("expert-0").size()));
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
        Path run = made.copy("seed");
        List<String> asked = List.of(made.keys(pair -> saw(pair, "seed")).getFirst(), made.keysOf("expert-1").getFirst());
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
        Path run = made.copy("dry");
        List<String> asked = made.keys(pair -> saw(pair, "dense") && saw(pair, "expert-1") && !saw(pair, "seed")).subList(0, 1);
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
        Path run = made.copy("unseen");
        String unseen = made.keys(pair -> saw(pair, "dense") && !saw(pair, "seed") && !saw(pair, "expert-0") && !saw(pair, "expert-1"))
                .getFirst();
        String heldOut = IntStream.range(0, PAIRS)
                .mapToObj(i -> "key" + i)
                .filter(key -> !made.pairs().contains(key))
                .findFirst()
                .orElseThrow();
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
        replayed.removeIf(key -> !made.pairs().contains(key)); // those that arrived
        assertThat(replayed).as("all that is known but this").hasSize(made.pairs().size() - 1).doesNotContain(unseen);
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        Path run = made.copy("refused");
        List<String> some = made.keysOf("expert-0").subList(0, 1);
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
}
