package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FolderCopy;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageLock;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.measure.ExpertPriority;
import io.mode4j.icons.IconsData;
import io.mode4j.icons.IconsOptions;
import io.mode4j.icons.PictureFormat;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of emoji, and flags that arrive. */
class GrowTest {
    @TempDir
    private static Path folder;

    private static Path trained;
    private static Path flags;

    @BeforeAll
    static void train() throws IOException {
        draw("emoji", List.of("noto", "fluent-emoji-flat"), 240);
        draw("flags", List.of("circle-flags"), 200);
        flags = folder.resolve("flags/train");
        trained = folder.resolve("trained");
        assertThat(Main.run("run", "--run", trained.toString(), "--shards", folder.resolve("emoji/train").toString(), "--tasks",
                folder.resolve("emoji/tasks.yaml").toString(), "--config", KillTest.resource("tiny.yaml"), "--model",
                KillTest.resource("tiny-model.json"), "--seed-span", "20 steps", "--expert-span", "12 steps", "--precision", "fp32",
                "--order", "priority", "--progress", "none"))
                .isZero();
    }

    @Test
    void expertsAreTrainedInTheirOrder() throws IOException {
        List<String> byPriority = ExpertPriority.of(Clusters.read(trained.resolve("clusters")))
                .stream()
                .map(first -> "expert-" + first.expert())
                .toList();
        assertThat(Files.readAllLines(trained.resolve("stages.jsonl")).stream().flatMap(line -> byPriority.stream().filter(line::contains)))
                .isEqualTo(byPriority);
    }

    private static void draw(String name, List<String> sets, int ofASet) throws IOException {
        new IconsData(new FileLayer(), Progress.silent(), new IconsOptions(sets, List.of("twemoji"), 64, PictureFormat.PNG, 1, 50, ofASet))
                .write(folder.resolve(name));
    }

    private static Path copy(String name) throws IOException {
        return FolderCopy.of(trained, folder.resolve(name));
    }

    private static String[] command(Path run, String... more) {
        List<String> all = new ArrayList<>(List.of("grow", "--run", run.toString(), "--shards", flags.toString(), "--tasks",
                folder.resolve("emoji/tasks.yaml").toString(), "--tolerance", "1", "--progress", "none"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** When each file below a run was last written. */
    static SortedMap<String, FileTime> times(Path run) throws IOException {
        SortedMap<String, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("stages.jsonl") && !file.endsWith("current"))
                    .toList()) {
                times.put(run.relativize(file).toString(), Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void aDryRunSaysWhatIsNewAndTouchesNothing() throws IOException {
        Path run = copy("dry");
        SortedMap<String, FileTime> before = times(run);
        CommandProcess.Result said = Heard.run(command(run, "--dry-run"));
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).contains("197 arrived", "words of the unprecedented: country, flag",
                "Advice: train a new expert on what was never seen: --new-expert");
        assertThat(times(run)).containsAllEntriesOf(before);
        assertThat(times(run).keySet()).filteredOn(name -> !before.containsKey(name))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("arrivals/1/"));
        assertThat(Heard.run(command(run, "--dry-run")).out()).isEqualTo(said.out());
    }

    @Test
    void generationsFollowOneAnother() throws IOException {
        Path run = copy("growing");
        SortedMap<String, FileTime> first = times(run);
        String results = Files.readString(run.resolve("evaluation/results.csv"));
        CommandProcess.Result added = Heard.run(command(run, "--new-expert"));
        assertThat(added.exitCode()).as(added.err()).isZero();
        assertThat(added.out()).contains("Generation 1 (expert-2 is new) is the current one");
        assertThat(times(run)).as("nothing that was there is written, no score computed again").containsAllEntriesOf(first);
        assertThat(new RunDirectory(run).trainedExperts().keySet()).containsExactly("expert-0", "expert-1", "expert-2");

        SortedMap<String, FileTime> second = times(run);
        assertThat(Heard.run(command(run, "--update", "expert-2")).err()).contains("has not arrived just now: it is shard 00000 of "
                + run.resolve("arrivals/1/index"));
        draw("more", List.of("openmoji"), 150);
        List<String> unknown = new ArrayList<>(List.of(command(run, "--update", "expert-0,1")));
        unknown.set(4, folder.resolve("more/train").toString());
        CommandProcess.Result updated = Heard.run(unknown.toArray(String[]::new));
        assertThat(updated.err()).contains("no expert of generation 1 is called '1'; they are [expert-0, expert-1, expert-2]");
        List<String> again = new ArrayList<>(List.of(command(run, "--update", "expert-0,expert-1")));
        again.set(4, folder.resolve("more/train").toString());
        updated = Heard.run(again.toArray(String[]::new));
        assertThat(updated.exitCode()).as(updated.err()).isZero();
        assertThat(updated.out()).contains("Generation 2 (expert-0, expert-1 updated) is the current one");
        assertThat(times(run)).containsAllEntriesOf(second);

        String arrived = SampleIndex.open(run.resolve("arrivals/1/index")).read(0).getFirst().key();
        CommandProcess.Result traced = Heard.run("trace", "--run", run.toString(), "--key", arrived);
        assertThat(traced.exitCode()).as(traced.err()).isZero();
        assertThat(traced.out()).contains("arrived with generation 1:", "trained on by expert-2:", arrived + "  arrivals-1-00000")
                .doesNotContain("not traced", "elsewhere");
        assertThat(Heard.run("trace", "--run", run.toString(), "--key", arrived, "--json").out())
                .contains("\"arrived with generation 1\" : {");

        CommandProcess.Result listed = Heard.run("generations", "--run", run.toString());
        assertThat(listed.out()).contains("    0  from 0", "    1  from 0", "*   2  from 1", "expert-0.v2, expert-1.v2, expert-2");
        CommandProcess.Result evaluated = evaluate(run);
        assertThat(evaluated.out()).contains("expert-2", "expert-0.v2");
        assertThat(Files.readString(run.resolve("evaluation/results.csv"))).isNotEqualTo(results);
        assertThat(evaluate(run, "--generation", "0").exitCode()).isZero();
        assertThat(Files.readString(run.resolve("evaluation/results.csv"))).isEqualTo(results);
        assertThat(evaluate(run, "--generation", "9").err()).contains("no generation 9; there are [0, 1, 2]");

        assertThat(Heard.run("generations", "--run", run.toString(), "--roll-back").out()).contains("*   1  from 0");
        assertThat(Heard.run("generations", "--run", run.toString(), "--prune").out()).contains("removed generation 2")
                .doesNotContain("   2  from 1");
        assertThat(new RunDirectory(run).trainedExperts().keySet()).containsExactly("expert-0", "expert-1", "expert-2");
        assertThat(Heard.run("generations", "--run", run.toString(), "--choose", "0").out()).contains("*   0  from 0");
    }

    private static CommandProcess.Result evaluate(Path run, String... more) {
        List<String> all = new ArrayList<>(List.of("evaluate", "--run", run.toString(), "--progress", "none"));
        all.addAll(List.of(more));
        return Heard.run(all.toArray(String[]::new));
    }

    @Test
    void aGrowthThatIsKilledLeavesTheRunAsItWasAndGoesOn() throws Exception {
        Path whole = copy("whole");
        Path killed = copy("killed");
        assertThat(Heard.run(command(whole, "--new-expert")).exitCode()).isZero();
        SortedMap<String, String> before = KillTest.contents(killed);
        int kills = 0;
        for (String step : List.of("index", "embeddings", "before", "clusters", "training/expert-2", "experts/expert-2")) {
            Path begun = killed.resolve("arrivals/1").resolve(step);
            kills += CommandProcess.start(folder, List.of(command(killed, "--new-expert"))).killWhen(() -> Files.exists(begun)) ? 1 : 0;
            assertThat(new Generations(new RunDirectory(killed)).current().number()).isZero();
            assertThat(KillTest.contents(killed)).containsAllEntriesOf(before);
        }
        assertThat(kills).as("kills that hit a running command").isGreaterThanOrEqualTo(4);
        CommandProcess.Result last = Heard.run(command(killed, "--new-expert"));
        assertThat(last.exitCode()).as(last.err()).isZero();
        SortedMap<String, String> grown = KillTest.contents(killed);
        SortedMap<String, String> undisturbed = KillTest.contents(whole);
        grown.remove("generations/1.json"); // says when it was made
        undisturbed.remove("generations/1.json");
        assertThat(grown).isEqualTo(undisturbed);
    }

    @Test
    void whatCannotGrowIsRefused() throws IOException {
        Path run = copy("refused");
        assertThat(Heard.run("grow", "--run", run.toString(), "--dry-run").err()).contains("no shards given");
        assertThat(Heard.run("grow", "--run", run.toString(), "--shards", folder.resolve("emoji/train").toString(), "--dry-run").err())
                .contains("has not arrived just now: it is shard 00000 of " + run.resolve("index"));
        assertThat(Heard.run(command(run, "--update", "expert-7")).err())
                .contains("no expert of generation 0 is called 'expert-7'; they are [expert-0, expert-1]");
        assertThat(Heard.run(command(run, "--refit")).err()).contains("that is a new run");
        assertThat(Heard.run(command(run, "--new-expert", "--replay", "1")).err())
                .contains("--replay expects a share from 0 to below 1, found 1.0");
        try (StageLock _ = StageLock.take(new FileLayer(), run.resolve("arrivals"))) {
            assertThat(Heard.run(command(run, "--new-expert")).err())
                    .contains(run.resolve("arrivals") + " is being written by process " + ProcessHandle.current().pid());
        }
        new FileLayer().deleteTree(run.resolve("seed"));
        assertThat(Heard.run(command(run, "--new-expert")).err()).contains(run.resolve("seed") + ": the seed model is not done");
        assertThat(run.resolve("generations")).doesNotExist();
    }

    @Test
    void whatMakesATaskWorseDoesNotCount() throws IOException {
        Drawings.birds(folder.resolve("birds/00000.tar"), 200, false, 1);
        Drawings.birds(folder.resolve("swapped/00000.tar"), 200, true, 2);
        Drawings.folder(folder.resolve("seen"), 20, 3);
        Path run = folder.resolve("worse");
        List<String> options = List.of("--run", run.toString(), "--lr", "0.003", "--precision", "fp32", "--progress", "none");
        assertThat(Main.run(with(options, "run", "--shards", folder.resolve("birds").toString(), "--datasets",
                folder.resolve("seen").toString(), "--config",
                KillTest.resource("tiny.yaml"), "--model", KillTest.resource("tiny-model.json"), "--seed-span", "60 steps", "--expert-span",
                "20 steps")))
                .isZero();
        CommandProcess.Result said = Heard.run(with(options, "grow", "--shards", folder.resolve("swapped").toString(), "--datasets",
                folder.resolve("seen").toString(), "--update", "expert-0,expert-1", "--replay", "0", "--expert-span", "80 steps"));
        assertThat(said.exitCode()).as(said.out() + said.err()).isEqualTo(1);
        assertThat(said.out()).contains(
                "Generation 1 (expert-0, expert-1 updated) is written, and is not the current one: a task became worse",
                "mode4j generations --choose 1");
        assertThat(new RunDirectory(run).trainedExperts().keySet()).containsExactly("expert-0", "expert-1");
        assertThat(Heard.run("generations", "--run", run.toString(), "--choose", "1").out()).contains("*   1  from 0");
    }

    private static String[] with(List<String> options, String... command) {
        return Stream.concat(Stream.of(command), options.stream()).toArray(String[]::new);
    }
}
