package io.mode4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.LogLines;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.source.SourceFixtures;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Where the pictures of a task come from, which of them it can use, and when there are too few. */
class TaskPicturesTest extends ColourTasks {

    @Test
    void labelsAreReadAsPythonAndOtherEncodingsWriteThem() throws IOException {
        try (ColourData tar = new ColourData(root.resolve("labels.tar"))) {
            tar.add("a.png", ColourData.png(Color.RED)).add("a.cls", "\uFEFF0\n").add("a.json", "\uFEFF{\"c\": \"red\", \"score\": NaN}");
            tar.add("b.png", ColourData.png(Color.GREEN))
                    .add("b.cls", "1".getBytes(StandardCharsets.UTF_16))
                    .add("b.json", "{\"c\": \"green\", \"x\": [-Infinity]}".getBytes(StandardCharsets.UTF_16LE));
            tar.add("none.png", ColourData.png(Color.RED)).add("none.cls", "1\0" + "0\0\0").add("none.json", "{\"c\": NaN}");
            tar.add("list.png", ColourData.png(Color.RED)).add("list.json", "{\"c\": [\"red\"]}");
        }
        stage(new FileLayer()).run(tasks("""
                                         version: 1
                                         tasks:
                                           - {name: named, kind: classification, shards: labels.tar, label: c, classes: [red, green]}
                                           - {name: numbered, kind: classification, shards: labels.tar, label: cls, classes: [red, green]}
                                         """), models, evaluation);
        for (String task : List.of("named", "numbered")) {
            assertThat(read(task).truth()).isInstanceOfSatisfying(Labels.class,
                    labels -> assertThat(labels.labels()).containsExactly(0, 1));
            assertThat(Manifest.read(evaluation.resolve("tasks").resolve(task)).summary().get("skipped")).isEqualTo(Map.of("no label", 2));
        }
    }

    @Test
    void aTasksShardsMayBeParquetOrAList() throws IOException {
        List<SourceFixtures.Pair> pairs = List.of(
                new SourceFixtures.Pair("a", ColourData.png(Color.RED), "png", List.of("red"), "red"),
                new SourceFixtures.Pair("b", ColourData.png(Color.GREEN), "png", List.of("green"), "green"),
                new SourceFixtures.Pair("c", ColourData.png(Color.RED), "png", List.of("red"), "red"));
        SourceFixtures.hub(pairs, root.resolve("moods.parquet"));
        SourceFixtures.csv(pairs, root.resolve("moods.csv"), ",", "filepath", "title");
        stage(new FileLayer()).run(tasks("""
                                         version: 1
                                         tasks:
                                           - {name: rows, kind: classification, shards: moods.parquet, label: mood, classes: [red, green]}
                                           - {name: list, kind: classification, shards: moods.csv, label: mood, classes: [red, green]}
                                           - {name: captions, kind: retrieval, shards: [moods.parquet]}
                                         """), models, evaluation);
        for (String task : List.of("rows", "list")) {
            assertThat(read(task).truth()).isInstanceOfSatisfying(Labels.class,
                    labels -> assertThat(labels.labels()).containsExactly(0, 1, 0));
        }
        assertThat(read("captions").texts()).containsExactly("red", "green");
    }

    @Test
    void keysOfATasksShardsEndWhereTheTaskSays() throws IOException {
        try (ColourData tar = new ColourData(root.resolve("dotted.tar"))) {
            tar.add("v1.0.png", ColourData.png(Color.RED)).add("v1.0.cls", "0").add("v1.0.txt", "red");
            tar.add("v1.1.png", ColourData.png(Color.GREEN)).add("v1.1.cls", "1").add("v1.1.txt", "green");
            tar.add("lone.image.png", ColourData.png(Color.GREEN));
        }
        String task = "{name: %s, kind: %s, shards: dotted.tar, key-end: %s}";
        String head = "version: 1\ntasks:\n  - ";
        stage(new FileLayer()).run(tasks(head + task.formatted("one", "retrieval", "last-dot") + "\n  - "
                + "{name: two, kind: classification, shards: dotted.tar, key-end: last-dot, label: cls, classes: [red, green]}"), models,
                evaluation);
        assertThat(read("one").texts()).containsExactly("red", "green");
        assertThat(read("two").truth()).isInstanceOfSatisfying(Labels.class, labels -> assertThat(labels.labels()).containsExactly(0, 1));
        assertThat(Manifest.read(evaluation.resolve("tasks/two")).summary().get("skipped")).isEqualTo(Map.of("no label", 1));
        assertThatThrownBy(
                () -> stage(new FileLayer()).run(tasks(head + task.formatted("three", "retrieval", "first-dot")), models, evaluation))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("{key with dots=2, unknown extension=1}")
                .hasMessageContaining("key-end: last-dot");
    }

    @Test
    void heldOutPairsOfAnIndexAreATask() throws IOException {
        Path index = root.resolve("index");
        new IndexStage(new FileLayer(), Progress.silent(), new IndexOptions(0.5, 1).withHoldout(new Holdout(0.9, 0)))
                .run(ShardSet.of(List.of(root.toString())), index);
        // green and blue are under two pictures each
        List<String> first = textsOfHeldOut(index, new CaptionChoice(CaptionChoice.Mode.FIRST, 0));
        assertThat(first).containsExactlyInAnyOrder("red", "red, green, blue");
        ScoredTask task = read("held-out");
        int red = first.indexOf("red");
        assertThat(task.truth()).isInstanceOfSatisfying(Pairs.class, pairs -> {
            assertThat(pairs.texts()).containsExactly(0, 1);
            assertThat(pairs.images()).containsExactly(0, 1);
        });
        assertThat(matrix(task, "right")[red][red]).isCloseTo(1, within(1e-6f));
        assertThat(matrix(task, "right")[red][1 - red]).isCloseTo((float) (1 / Math.sqrt(3)), within(1e-6f));
        assertThatThrownBy(() -> textsOfHeldOut(index, new CaptionChoice(CaptionChoice.Mode.RANDOM, 0)))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("first caption was FIRST, now RANDOM");
    }

    @Test
    void theClusteredCaptionIsTheHeldOutOne() throws IOException {
        Path index = root.resolve("index");
        new IndexStage(new FileLayer(), Progress.silent(), new IndexOptions(0.5, 1).withHoldout(new Holdout(0.9, 0)))
                .run(ShardSet.of(List.of(root.toString())), index);
        Sample sample = new Sample("a", List.of("red", "red thing"), 0, 1, "image/png");
        long seed = LongStream.range(0, 100)
                .filter(one -> new CaptionChoice(CaptionChoice.Mode.RANDOM, one).choose(sample).equals("red thing"))
                .findFirst()
                .orElseThrow();
        assertThat(textsOfHeldOut(index, new CaptionChoice(CaptionChoice.Mode.RANDOM, seed))).contains("red thing").doesNotContain("red");
    }

    private List<String> textsOfHeldOut(Path index, CaptionChoice caption) throws IOException {
        stage(new FileLayer()).run(
                List.of(new Retrieval("held-out", new PictureSource.HeldOut(index, caption), Retrieval.Captions.FIRST)), models,
                evaluation);
        return read("held-out").texts();
    }

    @Test
    void foldersOfPicturesAreTasksToo() throws IOException {
        for (Map.Entry<String, Color> colour : Map.of("red", Color.RED, "blue", Color.BLUE).entrySet()) {
            Path folder = Files.createDirectories(root.resolve("pictures").resolve(colour.getKey()));
            Files.write(folder.resolve("1.png"), ColourData.png(colour.getValue()));
            Files.writeString(folder.resolve("README.txt"), "not a picture");
        }
        stage(new FileLayer()).run(tasks("{version: 1, tasks: [{name: folders, kind: classification, images: pictures}]}"), models,
                evaluation);
        ScoredTask task = read("folders");
        assertThat(task.texts()).containsExactly("blue", "red");
        assertThat(matrix(task, "right")).isDeepEqualTo(new float[][]{{10, 0}, {0, 10}});
        assertThat(task.truth()).isInstanceOfSatisfying(Labels.class, labels -> assertThat(labels.labels()).containsExactly(0, 1));
    }

    @Test
    void linkedClassFoldersAreClasses() throws IOException {
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere/blue"));
        Files.write(elsewhere.resolve("b.png"), ColourData.png(Color.BLUE));
        for (String colour : List.of("red", "green")) {
            Path folder = Files.createDirectories(root.resolve("pictures/" + colour));
            Files.write(root.resolve("elsewhere/" + colour + ".png"), ColourData.png(colour.equals("red") ? Color.RED : Color.GREEN));
            Files.createSymbolicLink(folder.resolve("a.png"), root.resolve("elsewhere/" + colour + ".png"));
        }
        Files.createSymbolicLink(root.resolve("pictures/blue"), elsewhere);
        Files.createDirectory(root.resolve("pictures/empty"));
        stage(new FileLayer()).run(tasks("{version: 1, tasks: [{name: linked, kind: classification, images: pictures}]}"), models,
                evaluation);
        ScoredTask task = read("linked");
        assertThat(task.texts()).containsExactly("blue", "green", "red");
        assertThat(task.truth().pictures()).isEqualTo(3);
        Files.createSymbolicLink(root.resolve("pictures/red/gone.png"), root.resolve("none"));
        assertThatThrownBy(() -> stage(new FileLayer())
                .run(tasks("{version: 1, tasks: [{name: gone, kind: classification, images: pictures}]}"), models, evaluation))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("red/gone.png is a link that leads nowhere");
    }

    @Test
    void whatCannotBeUsedIsCountedAndWhatDoesNotDecodeNamed() throws IOException {
        try (LogLines lines = new LogLines(DecodedPictures.class)) {
            stage(new FileLayer()).run(colours(), models, evaluation);
            assertThat(lines.warnings()).isNotEmpty()
                    .allSatisfy(line -> assertThat(line).matches(".*: 1 of [0-9]+ pictures do not decode, and are left out: broken"));
        }
        assertThat(Files.readString(evaluation.resolve("tasks/colours/task.json"))).containsIgnoringWhitespaces(
                """
                "pictures": 4, "skipped": {"label is not among the classes": 1, "no label": 1, "picture: unknown format": 1}""");
        assertThat(Files.readString(evaluation.resolve("tasks/captions/task.json")))
                .containsIgnoringWhitespaces(
                        """
                        "pictures": 5, "skipped": {"no caption": 1, "picture: unknown format": 1}, "undecodable": ["broken"]""");
        assertThat(Files.readString(evaluation.resolve("tasks/captions/pictures.json")))
                .containsIgnoringWhitespaces("""
                                             ["a", "b", "c", "d", "e"]""");
    }

    @Test
    void aTaskWithoutAPictureStopsTheRun() throws IOException {
        List<Task> none = tasks("{version: 1, tasks: [{name: none, kind: classification, shards: '*.tar', label: shape}]}");
        assertThatThrownBy(() -> stage(new FileLayer()).run(none, models, evaluation)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("task 'none'")
                .hasMessageContaining("no label=7");
    }

    @Test
    void declaredClassesWithoutPicturesAreKnown() throws IOException {
        stage(new FileLayer()).run(tasks(
                "{version: 1, tasks: [{name: some, kind: classification, shards: '*.tar', label: colour, classes: [red blue, red, green, green blue]}]}"),
                models, evaluation);
        assertThat(read("some").textsWithoutPictures())
                .containsExactly("red blue", "green blue");
    }

    @Test
    void aRetrievalWithNothingToChooseFromStopsTheRun() throws IOException {
        try (ColourData tar = new ColourData(root.resolve("one.tar"))) {
            tar.add("a.png", ColourData.png(Color.RED)).add("a.txt", "red");
        }
        try (ColourData tar = new ColourData(root.resolve("same.tar"))) {
            tar.add("a.png", ColourData.png(Color.RED))
                    .add("a.txt", "image")
                    .add("b.png", ColourData.png(Color.BLUE))
                    .add("b.txt", "image");
        }
        for (String tar : List.of("one", "same")) {
            assertThatThrownBy(() -> stage(new FileLayer()).run(
                    tasks("{version: 1, tasks: [{name: few, kind: retrieval, shards: %1$s.tar}]}".formatted(tar)), models,
                    evaluation)).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("task 'few'")
                    .hasMessageContaining("at least 2 pictures and 2 different captions")
                    .hasMessageContaining("found %d and 1".formatted(tar.equals("one") ? 1 : 2));
        }
    }
}
