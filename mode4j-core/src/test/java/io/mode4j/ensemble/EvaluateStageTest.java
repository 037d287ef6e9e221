package io.mode4j.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.FileLayer;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.task.Metric;
import io.mode4j.task.RetrievalMetrics;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import io.mode4j.task.ClassificationMetrics;
import io.mode4j.task.ColourData;
import io.mode4j.task.ColourEngine;
import io.mode4j.task.Routing;
import io.mode4j.task.ScoreStage;
import io.mode4j.task.TaskFile;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are measured as they are scored, with experts and without. */
class EvaluateStageTest implements ResultsListener {

    private static final String TASKS = """
                                        version: 1
                                        tasks:
                                          - {name: one, kind: classification, shards: 0.tar, label: colour, classes: [red, green]}
                                          - {name: gone, kind: retrieval, shards: nowhere.tar}
                                          - {name: two, kind: classification, shards: 0.tar, label: colour, classes: [green, red]}
                                        """;

    @TempDir
    private Path root;

    private final SequencedMap<String, Path> models = new LinkedHashMap<>();
    private final List<TaskResults> heard = new ArrayList<>();
    private final List<Average> averages = new ArrayList<>();

    @BeforeEach
    void makeData() throws IOException {
        try (ColourData tar = new ColourData(root.resolve("0.tar"))) {
            tar.add("a.png", ColourData.png(Color.RED)).add("a.json", "{\"colour\": \"red\"}");
            tar.add("b.png", ColourData.png(Color.GREEN)).add("b.json", "{\"colour\": \"green\"}");
            tar.add("c.png", ColourData.png(Color.GREEN)).add("c.json", "{\"colour\": \"green\"}");
        }
        models.put("expert-0", ColourEngine.model(root.resolve("expert-0"), "rgb", 8));
        models.put("expert-1", ColourEngine.model(root.resolve("expert-1"), "grb", 8));
        models.put("dense", ColourEngine.model(root.resolve("dense"), "rgb", 8));
        Files.writeString(root.resolve("tasks.yaml"), TASKS);
    }

    private void evaluate(Optional<Experts> experts, Path evaluation) throws IOException {
        FileLayer files = new FileLayer();
        ScoreStage scoring = new ScoreStage(files, Progress.silent(), new ColourEngine(), ColourEngine.tokenizer(),
                new Images(PictureDecoder.plainJava()), experts.isPresent() ? Routing.byTexts(ColourEngine.sentences()) : Routing.none());
        EnsembleStage measuring = new EnsembleStage(files, Progress.silent(), EnsembleOptions.standard());
        new EvaluateStage(scoring, measuring, this).run(TaskFile.read(root.resolve("tasks.yaml")), models, experts, evaluation);
    }

    @Override
    public void task(TaskResults results) {
        heard.add(results);
    }

    @Override
    public void average(Average average) {
        averages.add(average);
    }

    private static Experts experts() {
        return Experts.of(RoutingFixtures.clusters(new Random(5), 2, 8, 3));
    }

    @Test
    void aTaskThatFailsIsNamedAtTheEndAndTheOthersHaveTheirResults() throws IOException {
        Path evaluation = root.resolve("evaluation");
        assertThatThrownBy(() -> evaluate(Optional.of(experts()), evaluation)).isInstanceOf(FailedTasksException.class)
                .hasMessageContaining("1 of 3 tasks")
                .hasMessageContaining("gone: ")
                .hasMessageContaining("nowhere.tar");
        assertThat(heard).extracting(results -> results.task().name()).containsExactly("one", "two");
        assertThat(heard.getFirst().byModel().sequencedKeySet()).containsExactly("dense", "expert-0", "expert-1", "uniform",
                "mode-paper", "mode-reference", "mode-nearest", "mode-per-text", "mode-hard", "chance");
        assertThat(Files.readString(evaluation.resolve("results.csv"))).contains("one,acc1,dense,1.0\n", "two,acc1,dense,1.0\n")
                .contains("one,acc1,expert-1,0.0\n", "average,acc1,best-single-expert,1.0\n")
                .doesNotContain("gone");
    }

    @Test
    void filesOfTheBenchmarkSayTheSame() throws IOException {
        Path evaluation = root.resolve("runs/mine/evaluation");
        Files.writeString(root.resolve("tasks.yaml"), TASKS.replace("nowhere.tar", "0.tar")
                .replace("name: gone, kind: retrieval",
                        "name: gone, kind: classification, label: colour"));
        evaluate(Optional.of(experts()), evaluation);
        assertThat(Files.readString(evaluation.resolve("benchmark/one_mode4j_expert-1_en_zeroshot_classification.json"))).isEqualTo(
                "{\"dataset\":\"one\",\"model\":\"expert-1\",\"pretrained\":\"mode4j\",\"task\":\"zeroshot_classification\","
                        + "\"metrics\":{\"acc1\":0.0,\"mean_per_class_recall\":0.0},\"language\":\"en\"}");
        List<String> csv = Files.readAllLines(evaluation.resolve("benchmark.csv"));
        assertThat(csv.getFirst()).isEqualTo("acc1,mean_per_class_recall,dataset,model,pretrained,task,language,model_fullname");
        assertThat(csv).hasSize(1 + 3 * 9)
                .contains(figures("two", "uniform") + ",two,uniform,mode4j,zeroshot_classification,en,uniform mode4j")
                .noneMatch(line -> line.contains("chance"));
    }

    /** As {@code clip_benchmark build} has it: a line for every file that is there. */
    @Test
    void theTableOfTheBenchmarkHasWhatEarlierCallsMeasuredButNoModelThatIsGone() throws IOException {
        Path evaluation = root.resolve("evaluation");
        String one = "{name: one, kind: classification, shards: 0.tar, label: colour, classes: [red, green]}";
        String two = "{name: two, kind: classification, shards: 0.tar, label: colour, classes: [green, red]}";
        Files.writeString(root.resolve("tasks.yaml"), "{version: 1, tasks: [%s, %s]}".formatted(one, two));
        evaluate(Optional.empty(), evaluation);
        Path table = evaluation.resolve("benchmark.csv");
        String both = Files.readString(table);
        assertThat(both.lines()).hasSize(1 + 2 * 3);
        Files.writeString(root.resolve("tasks.yaml"), "{version: 1, tasks: [%s]}".formatted(two));
        evaluate(Optional.empty(), evaluation);
        assertThat(Files.readString(table)).isEqualTo(both);
        models.remove("expert-1");
        evaluate(Optional.empty(), evaluation);
        assertThat(Files.readAllLines(table))
                .isEqualTo(both.lines().filter(line -> !line.contains(",two,expert-1,")).toList())
                .hasSize(6);
        assertThat(evaluation.resolve("benchmark/two_mode4j_expert-1_en_zeroshot_classification.json")).doesNotExist();
        assertThat(evaluation.resolve("benchmark/one_mode4j_expert-1_en_zeroshot_classification.json")).exists();
    }

    private String figures(String task, String model) {
        return heard.stream()
                .filter(results -> results.task().name().equals(task))
                .map(results -> Objects.requireNonNull(results.byModel().get(model)))
                .map(figures -> figures.get(ClassificationMetrics.ACC1) + "," + figures.get(ClassificationMetrics.MEAN_PER_CLASS_RECALL))
                .collect(Collectors.joining());
    }

    @Test
    void averagesSayOverWhat() throws IOException {
        assertThatThrownBy(() -> evaluate(Optional.of(experts()), root.resolve("evaluation"))).isInstanceOf(FailedTasksException.class);
        assertThat(averages).singleElement().satisfies(average -> {
            assertThat(average.name()).isEqualTo("accuracy");
            assertThat(average.tasks()).containsExactly("one", "two");
            assertThat(average.of()).isEqualTo(2);
            assertThat(average.byModel()).containsEntry("dense", 1.0).containsEntry("expert-1", 0.0).containsEntry("chance", 0.5);
        });
    }

    @Test
    void theSameFiguresStandInAnEvaluationWithoutExperts() throws IOException {
        Path evaluation = root.resolve("models");
        assertThatThrownBy(() -> evaluate(Optional.empty(), evaluation)).isInstanceOf(FailedTasksException.class);
        assertThat(heard.getFirst().byModel().sequencedKeySet()).containsExactly("dense", "expert-0", "expert-1", "chance");
        assertThat(Files.readString(evaluation.resolve("results.csv"))).contains("one,acc1,expert-1,0.0\n", "average,acc1,dense,1.0\n")
                .doesNotContain("best-single-expert", "uniform");
        assertThat(Files.readString(evaluation.resolve("results.json"))).doesNotContain("best_single_expert");
        assertThat(evaluation.resolve("weights")).doesNotExist();
    }

    @Test
    void whereEveryTaskFailsThereAreNoResults() throws IOException {
        Files.writeString(root.resolve("tasks.yaml"), "{version: 1, tasks: [{name: gone, kind: retrieval, shards: nowhere.tar}]}");
        Path evaluation = root.resolve("evaluation");
        assertThatThrownBy(() -> evaluate(Optional.of(experts()), evaluation)).isInstanceOf(FailedTasksException.class)
                .hasMessageContaining("1 of 1 tasks could not be evaluated, so that there are no results");
        assertThat(evaluation.resolve("results.csv")).doesNotExist();
    }

    /**
     * Table 7 of the paper: clusters of pictures. The red picture asks expert-0, which knows its colours; the green ones ask expert-1, which takes them for red.
     */
    @Test
    void whereClustersAreOfPicturesEachPictureWeighsTheExperts() throws IOException {
        Files.writeString(root.resolve("tasks.yaml"),
                """
                version: 1
                tasks:
                  - {name: one, kind: classification, shards: 0.tar, label: colour, classes: [red, green]}
                  - {name: both, kind: retrieval, shards: 1.tar}
                """);
        try (ColourData tar = new ColourData(root.resolve("1.tar"))) {
            tar.add("a.png", ColourData.png(Color.RED)).add("a.txt", "red");
            tar.add("b.png", ColourData.png(Color.GREEN)).add("b.txt", "green");
        }
        SequencedMap<String, ExpertClusters> clusters = new LinkedHashMap<>();
        clusters.put("expert-0", ofPictures(1, 0, 0));
        clusters.put("expert-1", ofPictures(0, 1, 0));
        Path evaluation = root.resolve("evaluation");
        FileLayer files = new FileLayer();
        Path router = ColourEngine.model(root.resolve("router"), "rgb", 4);
        ScoreStage scoring = new ScoreStage(files, Progress.silent(), new ColourEngine(), ColourEngine.tokenizer(),
                new Images(PictureDecoder.plainJava()), Routing.byPictures(router));
        new EvaluateStage(scoring, new EnsembleStage(files, Progress.silent(), EnsembleOptions.standard()), this)
                .run(TaskFile.read(root.resolve("tasks.yaml")), models, Optional.of(new Experts(clusters)), evaluation);
        assertThat(figure("one", "mode-nearest", ClassificationMetrics.ACC1)).isEqualTo(1.0 / 3);
        assertThat(figure("one", "expert-0", ClassificationMetrics.ACC1)).isEqualTo(1);
        try (NpyMatrix weights = Npy.openMatrix(evaluation.resolve("weights/one/pictures-nearest.npy"))) {
            float[] row = new float[2];
            double far = Math.exp(-2 / 0.1) / (1 + Math.exp(-2 / 0.1)); // unit vectors at a right angle are the root of 2 apart
            for (int picture = 0; picture < 3; picture++) {
                weights.row(picture, row);
                assertThat(row[picture == 0 ? 1 : 0]).isCloseTo((float) far, within(1e-12f));
                assertThat(row[picture == 0 ? 0 : 1]).isCloseTo((float) (1 - far), within(1e-7f));
            }
        }
        assertThat(evaluation.resolve("tasks/one/text_embeddings.npy")).doesNotExist();
        // the red picture's column is expert-0's, the green one's is expert-1's, which finds it red: both texts have their best picture in the first column or none
        assertThat(figure("both", "mode-nearest", RetrievalMetrics.IMAGE_TO_TEXT_RECALL_1)).isEqualTo(0.5);
        assertThat(figure("both", "expert-0", RetrievalMetrics.IMAGE_TO_TEXT_RECALL_1)).isEqualTo(1);
        assertThat(figure("both", "expert-1", RetrievalMetrics.IMAGE_TO_TEXT_RECALL_1)).isEqualTo(0);
    }

    private double figure(String task, String model, Metric metric) {
        return heard.stream()
                .filter(results -> results.task().name().equals(task))
                .mapToDouble(results -> Objects.requireNonNull(results.byModel().get(model)).getOrDefault(metric, Double.NaN))
                .sum();
    }

    private static ExpertClusters ofPictures(float... center) {
        return new ExpertClusters(new Centers(1, 3, center), new Centers(1, 3, center), Distance.EUCLIDEAN, 0, 0, "", "");
    }
}
