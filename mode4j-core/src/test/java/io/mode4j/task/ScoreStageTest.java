package io.mode4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.format.NpyMatrix;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Holdout;
import io.mode4j.shard.IndexOptions;
import io.mode4j.shard.IndexStage;
import io.mode4j.shard.Sample;
import io.mode4j.shard.ShardSet;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage on models whose every score is known by hand. */
class ScoreStageTest {

    @TempDir
    private Path root;

    private final ColourEngine engine = new ColourEngine();
    private final SequencedMap<String, Path> models = new LinkedHashMap<>();
    private Path evaluation = Path.of("");

    @BeforeEach
    void makeData() throws IOException {
        evaluation = root.resolve("evaluation");
        models.put("right", ColourEngine.model(root.resolve("right"), "rgb", 8));
        models.put("swapped", ColourEngine.model(root.resolve("swapped"), "grb", 8));
        models.put("small", ColourEngine.model(root.resolve("small"), "rgb", 4));
        try (ColourData tar = new ColourData(root.resolve("00000.tar"))) {
            tar.add("a.png", ColourData.png(Color.RED))
                    .add("a.json", "{\"colour\": \"red\", \"texts\": [\"red\", \"red thing\"]}")
                    .add("a.cls", "0");
            tar.add("b.png", ColourData.png(Color.GREEN))
                    .add("b.json", "{\"colour\": \"green\", \"texts\": [\"green\"]}")
                    .add("b.cls", "1");
            tar.add("broken.png", "no picture")
                    .add("broken.json", "{\"colour\": \"green\", \"texts\": [\"green\"]}")
                    .add("broken.cls", "1");
            tar.add("nothing.png", ColourData.png(Color.RED));
        }
        try (ColourData tar = new ColourData(root.resolve("00001.tar"))) {
            tar.add("c.png", ColourData.png(Color.BLUE)).add("c.json", "{\"colour\": \"blue\", \"texts\": [\"blue\"]}").add("c.cls", "2");
            tar.add("d.png", ColourData.png(Color.BLUE)).add("d.json", "{\"colour\": \"blue\", \"texts\": [\"blue\"]}").add("d.cls", "2");
            tar.add("e.png", ColourData.png(Color.WHITE))
                    .add("e.json", "{\"colour\": \"white\", \"texts\": [\"red, green, blue\"]}")
                    .add("e.cls", "3");
        }
    }

    private List<Task> tasks(String yaml) throws IOException {
        Files.writeString(root.resolve("tasks.yaml"), yaml);
        return TaskFile.read(root.resolve("tasks.yaml"));
    }

    private List<Task> colours() throws IOException {
        return tasks(
                """
                version: 1
                tasks:
                  - {name: colours, kind: classification, shards: "*.tar", label: colour, classes: [red, green, blue], templates: ["{}", "a {} square"]}
                  - {name: numbered, kind: classification, shards: "*.tar", label: cls, classes: [red, green, blue]}
                  - {name: captions, kind: retrieval, shards: "*.tar", caption: all}
                """);
    }

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

    private ScoreStage stage(FileLayer files) {
        return new ScoreStage(files, Progress.silent(), engine, ColourEngine.tokenizer(), new Images(PictureDecoder.plainJava()),
                ColourEngine.sentences());
    }

    private ScoredTask read(String task) throws IOException {
        return ScoredTask.read(new EvaluationFolder(evaluation), task, models.keySet(), TaskKinds.standard());
    }

    private static float[][] matrix(ScoredTask task, String model) throws IOException {
        try (NpyMatrix matrix = task.open(model)) {
            float[][] rows = new float[(int) matrix.rows()][matrix.dim()];
            for (int r = 0; r < rows.length; r++) {
                matrix.row(r, rows[r]);
            }
            return rows;
        }
    }

    @Test
    void everyScoreOfAClassificationIsKnown() throws IOException {
        stage(new FileLayer()).run(colours(), models, evaluation);
        ScoredTask task = read("colours");
        assertThat(task.texts()).containsExactly("red", "green", "blue");
        assertThat(task.models()).containsExactly("right", "small", "swapped");
        assertThat(task.truth()).isInstanceOfSatisfying(Labels.class, labels -> assertThat(labels.labels()).containsExactly(0, 1, 2, 2));
        assertThat(matrix(task, "right")).isDeepEqualTo(new float[][]{{10, 0, 0}, {0, 10, 0}, {0, 0, 10}, {0, 0, 10}});
        assertThat(matrix(task, "small")).isDeepEqualTo(matrix(task, "right"));
        assertThat(matrix(task, "swapped")).isDeepEqualTo(new float[][]{{0, 10, 0}, {10, 0, 0}, {0, 0, 10}, {0, 0, 10}});
        assertThat(task.textEmbeddings()).isDeepEqualTo(new float[][]{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        assertThat(matrix(read("numbered"), "right")).isDeepEqualTo(matrix(task, "right"));
        assertThat(evaluation.resolve("scratch")).doesNotExist();
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
    void everyScoreOfARetrievalIsKnown() throws IOException {
        stage(new FileLayer()).run(colours(), models, evaluation);
        ScoredTask task = read("captions");
        assertThat(task.texts()).containsExactly("red", "red thing", "green", "blue", "red, green, blue");
        assertThat(task.truth()).isInstanceOfSatisfying(Pairs.class, pairs -> {
            assertThat(pairs.texts()).containsExactly(0, 1, 2, 3, 3, 4);
            assertThat(pairs.images()).containsExactly(0, 0, 1, 2, 3, 4);
        });
        float third = (float) (1 / Math.sqrt(3));
        float[][] similarities = matrix(task, "right");
        assertThat(similarities[0]).containsExactly(new float[]{1, 0, 0, 0, third}, within(1e-6f));
        assertThat(similarities[4]).containsExactly(new float[]{third, third, third, third, 1}, within(1e-6f));
    }

    @Test
    void whatCannotBeUsedIsCounted() throws IOException {
        stage(new FileLayer()).run(colours(), models, evaluation);
        assertThat(Files.readString(evaluation.resolve("tasks/colours/task.json"))).containsIgnoringWhitespaces(
                """
                "pictures": 4, "skipped": {"label is not among the classes": 1, "no label": 1, "picture: unknown format": 1}""");
        assertThat(Files.readString(evaluation.resolve("tasks/captions/task.json")))
                .containsIgnoringWhitespaces("""
                                             "pictures": 5, "skipped": {"no caption": 1, "picture: unknown format": 1}""");
        assertThat(Files.readString(evaluation.resolve("tasks/captions/pictures.json")))
                .containsIgnoringWhitespaces("""
                                             ["a", "b", "c", "d", "e"]""");
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
    void modelsAreOpenedOneAtATimeAndNotAgainWhenAllIsDone() throws IOException {
        stage(new FileLayer()).run(colours(), models, evaluation);
        assertThat(engine.mostOpen).isEqualTo(1);
        assertThat(engine.open).hasValue(0);
        assertThat(engine.loads).hasValue(3);
        stage(new FileLayer()).run(colours(), models, evaluation);
        assertThat(engine.loads).hasValue(3);
    }

    @Test
    void aNewModelIsAllThatIsAskedAndTouchesNothingElse() throws IOException {
        stage(new FileLayer()).run(colours(), models, evaluation);
        Map<String, byte[]> before = contents(evaluation);
        models.put("new", ColourEngine.model(root.resolve("new"), "bgr", 8));
        stage(new FileLayer()).run(colours(), models, evaluation);
        assertThat(engine.loads).hasValue(4);
        Map<String, byte[]> after = contents(evaluation);
        before.forEach((name, bytes) -> assertThat(after.get(name)).as(name).isEqualTo(bytes));
        after.keySet().removeAll(before.keySet());
        assertThat(after.keySet()).containsExactlyInAnyOrder("tasks/captions/logits/new/logits.npy",
                "tasks/captions/logits/new/manifest.json", "tasks/colours/logits/new/logits.npy",
                "tasks/colours/logits/new/manifest.json", "tasks/numbered/logits/new/logits.npy",
                "tasks/numbered/logits/new/manifest.json");
    }

    @Test
    void aModelThatIsGoneIsNotReadAndTouchesNothing() throws IOException {
        stage(new FileLayer()).run(colours(), models, evaluation);
        Map<String, byte[]> before = contents(evaluation);
        models.remove("swapped");
        stage(new FileLayer()).run(colours(), models, evaluation);
        assertThat(contents(evaluation)).usingRecursiveComparison().isEqualTo(before);
        assertThat(read("colours").models()).containsExactly("right", "small");
    }

    @Test
    void picturesThatAreNotThoseOfTheTaskAreRefused() throws IOException {
        stage(new FileLayer()).run(colours(), models, evaluation);
        Path task = evaluation.resolve("tasks/colours");
        models.put("new", ColourEngine.model(root.resolve("new"), "bgr", 8));
        Files.writeString(task.resolve("pictures.json"), "[\"a\"]");
        assertThatThrownBy(() -> stage(new FileLayer()).run(colours(), models, evaluation)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("pictures.json");
    }

    @Test
    void anEvaluationOfAnOlderVersionIsRefusedAndSaysWhatToDo() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/io/mode4j/task/evaluation-of-old"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = evaluation
                        .resolve(Path.of("src/test/resources/io/mode4j/task/evaluation-of-old").relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        Map<String, byte[]> before = contents(evaluation);
        assertThatThrownBy(() -> stage(new FileLayer()).run(colours(), models, evaluation)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("tasks/colours/logits")
                .hasMessageContaining("option redo evaluate");
        assertThatThrownBy(() -> read("colours")).isInstanceOf(BadInputException.class).hasMessageContaining("option redo evaluate");
        assertThat(contents(evaluation)).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void anotherModelUnderTheSameNameIsRefused() throws IOException {
        stage(new FileLayer()).run(colours(), models, evaluation);
        ColourEngine.model(root.resolve("swapped"), "bgr", 8);
        assertThatThrownBy(() -> stage(new FileLayer()).run(colours(), models, evaluation)).isInstanceOf(MismatchException.class)
                .hasMessageContaining("colours/logits/swapped")
                .hasMessageContaining("model swapped");
    }

    @Test
    void aModelThatAnswersNaNStopsTheRun() throws IOException {
        models.put("broken", ColourEngine.model(root.resolve("broken"), "nan", 8));
        assertThatThrownBy(() -> stage(new FileLayer()).run(colours(), models, evaluation)).isInstanceOf(IOException.class)
                .hasMessageContaining("model broken")
                .hasMessageContaining("colours")
                .hasMessageContaining("score [0, 0] is NaN");
        assertThat(engine.open).hasValue(0);
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

    @Test
    void aTaskWithoutAPictureStopsTheRun() throws IOException {
        List<Task> none = tasks("{version: 1, tasks: [{name: none, kind: classification, shards: '*.tar', label: shape}]}");
        assertThatThrownBy(() -> stage(new FileLayer()).run(none, models, evaluation)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("task 'none'")
                .hasMessageContaining("no label=7");
    }

    @Test
    void aTruncatedShardStopsTheRun() throws IOException {
        byte[] tar = Files.readAllBytes(root.resolve("00001.tar"));
        Files.write(root.resolve("00001.tar"), Arrays.copyOf(tar, 600));
        assertThatThrownBy(() -> stage(new FileLayer()).run(colours(), models, evaluation)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("00001.tar");
    }

    @Test
    void changedLogitsAreNoticed() throws IOException {
        stage(new FileLayer()).run(colours(), models, evaluation);
        for (String name : List.of("logits/right/logits.npy", "labels.npy", "task.json", "text_embeddings.npy",
                "logits/small/manifest.json")) {
            Path file = evaluation.resolve("tasks/captions").resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            assertThatThrownBy(() -> read("captions")).as(name).isInstanceOf(DamagedException.class);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
        read("captions");
    }

    @Test
    void aRunStoppedAtAnyWriteEndsInTheSameFiles() throws IOException {
        models.remove("swapped");
        stage(new FileLayer()).run(colours(), models, evaluation);
        Map<String, byte[]> whole = contents(evaluation);
        for (int n = 1;; n++) {
            evaluation = root.resolve("evaluation-" + n);
            try {
                stage(new StoppingFiles(n)).run(colours(), models, evaluation);
                assertThat(n).isGreaterThan(20);
                return;
            } catch (StoppingFiles.Stopped e) {
                stage(new FileLayer()).run(colours(), models, evaluation);
            }
            Map<String, byte[]> resumed = contents(evaluation);
            assertThat(resumed.keySet()).as("stop " + n).isEqualTo(whole.keySet());
            resumed.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(whole.get(name)));
        }
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(Files::isRegularFile).sorted().forEach(paths::add);
        }
        for (Path path : paths) {
            contents.put(folder.relativize(path).toString(),
                    Files.readString(path, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1));
        }
        return contents;
    }
}
