package io.mode4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.MismatchException;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The stage on models whose every score is known by hand. */
class ScoreStageTest extends ColourTasks {

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
    void anotherTaskUnderTheSameNameIsRefusedWithWhatToDo() throws IOException {
        stage(new FileLayer()).run(colours(), models, evaluation);
        PictureSource pictures = colours().stream().filter(Retrieval.class::isInstance).findFirst().orElseThrow().sources().getFirst();
        List<Task> other = List.of(new Retrieval("colours", (PictureSource.Captioned) pictures, Retrieval.Captions.FIRST));
        assertThatThrownBy(() -> stage(new FileLayer()).run(other, models, evaluation)).isInstanceOf(MismatchException.class)
                .hasMessageContaining("task 'colours' is not what was evaluated under that name before")
                .hasMessageContaining("Give it another name");
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
    void aTruncatedShardStopsTheRun() throws IOException {
        byte[] tar = Files.readAllBytes(root.resolve("00001.tar"));
        Files.write(root.resolve("00001.tar"), Arrays.copyOf(tar, 600));
        assertThatThrownBy(() -> stage(new FileLayer()).run(colours(), models, evaluation)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("00001.tar");
    }

    @Test
    void aTaskThatCannotBeScoredEndsNoOther() throws IOException {
        byte[] tar = Files.readAllBytes(root.resolve("00001.tar"));
        Files.write(root.resolve("torn.tar"), Arrays.copyOf(tar, 600));
        List<Task> tasks = tasks(
                """
                version: 1
                tasks:
                  - {name: gone, kind: classification, shards: "nowhere.tar", label: colour}
                  - {name: torn, kind: classification, shards: "torn.tar", label: colour}
                  - {name: colours, kind: classification, shards: "0000*.tar", label: colour, classes: [red, green, blue]}
                  - {name: unlabelled, kind: classification, shards: "0000*.tar", label: shape}
                  - {name: captions, kind: retrieval, shards: "0000*.tar"}
                """);
        List<String> heard = new ArrayList<>();
        stage(new FileLayer()).run(tasks, models, evaluation, new TaskListener() {
            @Override
            public void scored(Task task) {
                heard.add("scored " + task.name());
            }

            @Override
            public void failed(Task task, IOException why) {
                heard.add("failed " + task.name() + ": " + why.getMessage());
            }
        });
        assertThat(heard).hasSize(5)
                .contains("scored colours", "scored captions")
                .anyMatch(line -> line.startsWith("failed gone: ") && line.contains("nowhere.tar"))
                .anyMatch(line -> line.startsWith("failed torn: ") && line.contains("torn.tar"))
                .anyMatch(line -> line.startsWith("failed unlabelled: ") && line.contains("no label"));
        assertThat(read("colours").truth().pictures()).isEqualTo(4);
        assertThat(evaluation.resolve("scratch")).doesNotExist();
    }

    @Test
    void withoutASentenceEncoderTheScoresAreTheSameAndTheTextsAreNotEmbedded() throws IOException {
        stage(new FileLayer()).run(colours(), models, evaluation);
        Path alone = root.resolve("alone");
        new ScoreStage(new FileLayer(), Progress.silent(), engine, ColourEngine.tokenizer(), new Images(PictureDecoder.plainJava()),
                Routing.none()).run(colours(), models, alone);
        for (String file : List.of("labels.npy", "pictures.json", "logits/right/logits.npy")) {
            assertThat(alone.resolve("tasks/colours").resolve(file))
                    .hasSameBinaryContentAs(evaluation.resolve("tasks/colours").resolve(file));
        }
        assertThat(evaluation.resolve("tasks/colours/text_embeddings.npy")).exists();
        assertThat(alone.resolve("tasks/colours/text_embeddings.npy")).doesNotExist();
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
