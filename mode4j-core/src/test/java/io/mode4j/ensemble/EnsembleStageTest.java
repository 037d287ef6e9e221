package io.mode4j.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.measure.ExpertPriority;
import io.mode4j.ensemble.EstablishedAbility.Change;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import io.mode4j.task.ColourData;
import io.mode4j.task.ColourEngine;
import io.mode4j.task.Routing;
import io.mode4j.task.ScoreStage;
import io.mode4j.task.TaskFile;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stage on three experts, a dense model and two random-split experts that know colours, more or less. */
class EnsembleStageTest {

    private static final List<String> TASKS = List.of("colours", "numbers", "captions");
    private static final EnsembleOptions OPTIONS = new EnsembleOptions(0.2, 0.1, true);

    @TempDir
    private static Path root;

    private static Path evaluation = Path.of("");
    private static final SequencedMap<String, Path> MODELS = new LinkedHashMap<>();
    private static Clusters clusters = RoutingFixtures.clusters(new Random(5), 3, 12, 3);

    @BeforeAll
    static void scoreAndEnsemble() throws IOException {
        evaluation = root.resolve("evaluation");
        Random random = new Random(1);
        List<String> words = List.of("red", "green", "blue", "red green", "green blue", "red blue");
        try (ColourData tar = new ColourData(root.resolve("0.tar"))) {
            for (int i = 0; i < 60; i++) {
                int word = random.nextInt(words.size());
                Color colour = new Color(channel(random, words.get(word), "red"), channel(random, words.get(word), "green"),
                        channel(random, words.get(word), "blue"));
                tar.add(i + ".png", ColourData.png(colour))
                        .add(i + ".cls", String.valueOf(word))
                        .add(i + ".json",
                                "{\"colour\": \"%s\", \"texts\": [\"%s\"]}".formatted(words.get(word),
                                        words.get(word) + " red".repeat(random.nextInt(4))));
            }
        }
        for (Map.Entry<String, String> model : new TreeMap<>(Map
                .of("expert-0", "rgr", "expert-1", "bgb", "expert-2", "rgb", "dense", "rbb", "random-0", "grb", "random-1",
                        "gbb"))
                .entrySet()) {
            MODELS.put(model.getKey(), ColourEngine.model(root.resolve(model.getKey()), model.getValue(), 8));
        }
        Files.writeString(root.resolve("tasks.yaml"),
                """
                version: 1
                tasks:
                  - {name: colours, kind: classification, shards: 0.tar, label: colour, metric: mean_per_class_recall, templates: ["{}", "red {}"]}
                  - {name: numbers, kind: classification, shards: 0.tar, label: cls, classes: [red, green, blue, red green, green blue, red blue, red red green]}
                  - {name: captions, kind: retrieval, shards: 0.tar}
                """);
        FileLayer files = new FileLayer();
        new ScoreStage(files, Progress.silent(), new ColourEngine(), ColourEngine.tokenizer(), new Images(PictureDecoder.plainJava()),
                Routing.byTexts(ColourEngine.sentences()))
                .run(TaskFile.read(root.resolve("tasks.yaml")), MODELS, evaluation);
        run(TASKS);
    }

    private static int channel(Random random, String word, String channel) {
        return word.contains(channel) ? 100 + random.nextInt(156) : random.nextInt(140);
    }

    private static void run(List<String> tasks) throws IOException {
        new EnsembleStage(new FileLayer(), Progress.silent(), OPTIONS).run(tasks, MODELS.sequencedKeySet(), Experts.of(clusters),
                evaluation);
    }

    private static SequencedMap<List<String>, Double> csv() throws IOException {
        SequencedMap<List<String>, Double> figures = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(evaluation.resolve("results.csv"));
        assertThat(lines.getFirst()).isEqualTo("task,metric,model,value");
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            assertThat(figures.put(List.of(cells[0], cells[1], cells[2]), Double.valueOf(cells[3]))).as(line).isNull();
        }
        return figures;
    }

    private static JsonNode json(String name) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(evaluation.resolve(name)));
    }

    @Test
    void everyFigureFollowsFromTheFilesAlone() throws IOException {
        Map<List<String>, Double> recomputed = new Recomputation(evaluation, TASKS).figures();
        assertThat(csv().keySet()).containsExactlyInAnyOrderElementsOf(recomputed.keySet());
        csv().forEach((figure, value) -> assertThat(recomputed.get(figure)).as(figure.toString()).isCloseTo(value, within(1e-12)));
    }

    @Test
    void theTableHoldsEveryModel() throws IOException {
        List<String> models = List.of("dense", "expert-0", "expert-1", "expert-2", "random-0", "random-1", "best-single-expert",
                "random-split", "uniform",
                "mode-paper", "mode-reference", "mode-nearest", "mode-per-text", "mode-hard", "mode-nearest-coarse", "mode-paper-coarse",
                "mode-reference-coarse",
                "chance");
        assertThat(json("results.json").get("models").valueStream().map(JsonNode::asString)).containsExactlyElementsOf(models);
        for (String task : List.of("colours", "captions", "average")) {
            assertThat(csv().keySet().stream().filter(figure -> figure.getFirst().equals(task)).map(List::getLast).distinct())
                    .containsExactlyElementsOf(models);
        }
    }

    @Test
    void theSameExpertsAreAsGoodAsBefore() throws IOException {
        Experts all = Experts.of(clusters);
        List<Change> changes = EstablishedAbility.compare(new EvaluationFolder(evaluation), TASKS, all, all,
                new NearestRule(OPTIONS.tau()));
        assertThat(changes).extracting(Change::task)
                .containsExactly("colours", "numbers", "captions", "captions");
        for (Change change : changes) {
            assertThat(change.before()).isEqualTo(change.after())
                    .isEqualTo(csv().get(List.of(change.task(), change.metric(), "mode-nearest")));
            assertThat(change.low()).hasValue(0);
            assertThat(change.high()).hasValue(0);
            assertThat(change.moved()).isEmpty();
            assertThat(change.isWorse(0)).isFalse();
        }
    }

    @Test
    void otherExpertsAreComparedCaseByCase() throws IOException {
        Experts all = Experts.of(clusters);
        Experts one = all.only(List.of("expert-2"));
        Change colours = EstablishedAbility.compare(new EvaluationFolder(evaluation), List.of("colours"), one,
                all.only(List.of("expert-0")), new NearestRule(OPTIONS.tau())).getFirst();
        double before = csv().getOrDefault(List.of("colours", colours.metric(), "expert-2"), Double.NaN);
        double after = csv().getOrDefault(List.of("colours", colours.metric(), "expert-0"), Double.NaN);
        assertThat(colours.before()).isCloseTo(before, within(1e-12));
        assertThat(colours.after()).isCloseTo(after, within(1e-12)).isLessThan(before);
        assertThat(colours.low().orElseThrow()).isLessThan(after - before);
        assertThat(colours.high().orElseThrow()).isBetween(after - before, 0.0);
        assertThat(colours.moved()).hasSize(6); // all of the task's texts: there is one expert each
        assertThat(colours.isWorse(0)).isTrue();
        assertThat(colours.isWorse(1)).isFalse();
    }

    @Test
    void theBestSingleExpertIsTheOneWithTheBestMean() throws IOException {
        SequencedMap<List<String>, Double> figures = csv();
        String best = json("results.json").get("best_single_expert").asString();
        double mean = figures.getOrDefault(List.of("average", "mean", best), Double.NaN);
        for (String expert : List.of("expert-0", "expert-1", "expert-2")) {
            assertThat(figures.get(List.of("average", "mean", expert))).isLessThanOrEqualTo(mean);
        }
        figures.forEach((figure, value) -> {
            if (figure.getLast().equals(best)) {
                assertThat(figures).containsEntry(List.of(figure.get(0), figure.get(1), "best-single-expert"), value);
            }
        });
    }

    @Test
    void resultsJsonHoldsTheSameFigures() throws IOException {
        JsonNode json = json("results.json");
        csv().forEach((figure, value) -> {
            JsonNode task = figure.getFirst().equals("average")
                    ? json.get("average")
                    : json.get("tasks")
                            .valueStream()
                            .filter(one -> one.get("name").asString().equals(figure.getFirst()))
                            .findFirst()
                            .orElseThrow()
                            .get("results");
            assertThat(task.get(figure.get(1)).get(figure.get(2)).asDouble()).as(figure.toString()).isEqualTo(value);
        });
    }

    @Test
    void onceMoreGivesTheSameBytes() throws IOException {
        byte[] before = Files.readAllBytes(evaluation.resolve("results.json"));
        run(TASKS);
        assertThat(Files.readAllBytes(evaluation.resolve("results.json"))).isEqualTo(before);
    }

    @Test
    void expertsMustBeScored() {
        Clusters four = RoutingFixtures.clusters(new Random(5), 4, 12, 3);
        assertThatThrownBy(
                () -> new EnsembleStage(new FileLayer(), Progress.silent(), OPTIONS).run(TASKS, MODELS.sequencedKeySet(), Experts.of(four),
                        evaluation))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("experts [expert-3]")
                .hasMessageContaining("[dense, ");
        assertThatThrownBy(() -> run(List.of("unknown"))).isInstanceOf(DamagedException.class).hasMessageContaining("unknown");
    }

    @Test
    void theTableOfTheReferenceHasTheSameFiguresInPercent() throws IOException {
        List<String> lines = Files.readAllLines(evaluation.resolve("result.csv"));
        assertThat(lines.getFirst()).isEqualTo(",dataset,num_classes,expert-0,expert-1,expert-2,expert-max,all_unit,ensemble");
        assertThat(lines).hasSize(4).last().asString().startsWith("2,average,6.5,");
        String[] cells = lines.get(1).split(",", -1);
        assertThat(List.of(cells).subList(0, 3)).containsExactly("0", "colours", "6.0");
        List<String> columns = List.of("expert-0", "expert-1", "expert-2", "", "uniform", "mode-reference");
        for (int i = 0; i < columns.size(); i++) {
            double expected = columns.get(i).isEmpty()
                    ? Stream.of(3, 4, 5).mapToDouble(cell -> Double.parseDouble(cells[cell])).max().orElseThrow()
                    : 100 * csv().getOrDefault(List.of("colours", "mean_per_class_recall", columns.get(i)), -1.0);
            assertThat(Double.parseDouble(cells[3 + i])).as(lines.getFirst().split(",", -1)[3 + i]).isEqualTo(expected);
        }
    }

    /** Section 4 of the paper, figure 7: what the first k experts would give. */
    @Test
    void theFirstExpertsGiveWhatTheyGiveAlone() throws IOException {
        JsonNode progressive = json("results.json").path("progressive");
        assertThat(progressive).hasSize(2);
        List<String> priority = json("results.json").path("priority").valueStream().map(JsonNode::asString).toList();
        assertThat(priority).isEqualTo(
                ExpertPriority.of(clusters).stream().map(expert -> ModelNames.expert(expert.expert())).toList());
        for (int first = 1; first <= 2; first++) {
            Experts some = Experts.of(clusters).only(priority.subList(0, first));
            new EnsembleStage(new FileLayer(), Progress.silent(), OPTIONS).run(TASKS, MODELS.sequencedKeySet(), some, evaluation);
            JsonNode alone = json("results.json").path("average");
            for (String model : List.of("uniform", "mode-paper", "mode-nearest-coarse")) {
                for (String metric : List.of("mean", "text_to_image_recall@1", "acc1")) {
                    assertThat(progressive.get(first - 1).path(metric).path(model).asDouble(-1)).as("%d %s %s", first, metric, model)
                            .isEqualTo(alone.path(metric).path(model).asDouble(-2));
                }
            }
        }
        run(TASKS);
    }

    @Test
    void tenExpertsAndMoreStayInTheirOrder() {
        assertThat(Stream.of("expert-10", "birds", "expert-2", "expert-0", "expert-x", "birds-2").sorted(ModelNames.EXPERT_ORDER))
                .containsExactly("birds", "birds-2", "expert-0", "expert-2", "expert-10", "expert-x");
    }
}
