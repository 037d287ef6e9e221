package io.mode4j.cli;

import static io.mode4j.cli.PartlySeenRun.ARRIVED;
import static io.mode4j.cli.PartlySeenRun.command;
import static io.mode4j.cli.PartlySeenRun.grow;
import static io.mode4j.cli.PartlySeenRun.learned;
import static io.mode4j.cli.PartlySeenRun.retire;
import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pairs that no expert is to have seen, of a run that grew, was interrupted, or is trained further. */
class RetireGrownTest {
    @TempDir
    private static Path folder;

    private static PartlySeenRun made;

    @BeforeAll
    static void train() throws IOException {
        made = new PartlySeenRun(folder);
    }

    @Test
    void pairsThatArrivedAreRetiredAndWhatVersionsOfBeforeSaw() throws IOException {
        Path run = made.copy("grown");
        CommandProcess.Result grown = grow(run, folder.resolve("new"), "--update", "expert-0", "--replay", "0", "--expert-span", "9 steps");
        assertThat(grown.exitCode()).as(grown.err()).isZero();
        List<String> arrived = learned(run.resolve("arrivals/1/training/expert-0.v1"));
        assertThat(arrived).doesNotContainAnyElementsOf(made.pairs());
        String before = made.keysOf("expert-0").getFirst(); // which its second version did not see again

        CommandProcess.Result said = retire(run, List.of(arrived.getFirst(), before));
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).contains("expert-0.v1      saw 2 of the keys", "Generation 2 (2 keys retired; expert-0.v1 trained again)");
        assertThat(new RunDirectory(run).trainedExperts().keySet()).containsExactly("expert-0.v2", "expert-1");
        assertThat(Manifest.read(run.resolve("arrivals/2/experts/expert-0.v2")).recipe().inputs()).containsKey("seed model")
                .doesNotContainKey("given model");
        List<String> again = learned(run.resolve("arrivals/2/training/expert-0.v2"));
        assertThat(again).containsAll(arrived.subList(1, arrived.size()))
                .containsAll(made.keysOf("expert-0").subList(1, made.keysOf("expert-0").size()))
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
        Path whole = made.copy("whole");
        Path killed = made.copy("killed");
        List<String> gone = Stream.of("expert-0", "expert-1").map(expert -> made.keysOf(expert).getFirst()).toList();
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
    void anExpertWhoseDataAreNotKnownAnyMoreCountsAsOneThatSaw() throws IOException {
        Path run = made.copy("unknown");
        assertThat(grow(run, folder.resolve("new"), "--update", "expert-0", "--replay", "0").exitCode()).isZero();
        new FileLayer().deleteTree(run.resolve("experts/expert-0")); // from which its second version went on
        List<String> some = made.keysOf("expert-1").subList(0, 1);
        CommandProcess.Result said = retire(run, some);
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).contains(
                "expert-0.v1      saw not known, and taken for all of them: it goes on from a model that is not here",
                "expert-1         saw 1 of the keys");
        assertThat(new RunDirectory(run).trainedExperts().keySet()).containsExactly("expert-0.v2", "expert-1.v2");
    }

    @Test
    void whatIsRetiredDoesNotComeBackUnsaid() throws Exception {
        Path run = made.copy("later");
        new FileLayer().deleteTree(run.resolve("experts/expert-1"));
        List<String> gone = List.of(made.keysOf("expert-0").getFirst(), made.keysOf("expert-1").getFirst());
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
