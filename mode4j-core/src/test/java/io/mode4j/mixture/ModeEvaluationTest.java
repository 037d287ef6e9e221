package io.mode4j.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.ensemble.EnsembleStage;
import io.mode4j.ensemble.Experts;
import io.mode4j.ensemble.PerTextRule;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.linalg.Softmax;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the mixture answers is what an evaluation of the same run computes from its files, by every rule. */
class ModeEvaluationTest {

    private static final List<String> LABELS = List.of("red", "green", "blue", "red green", "green blue");
    private static final List<String> TEMPLATES = List.of("{}", "red {}");

    @TempDir
    private static Path root;

    private static ColourRun run = new ColourRun(Path.of(""));
    private static final List<byte[]> PICTURES = new ArrayList<>();
    private static final List<String> CAPTIONS = new ArrayList<>();

    @BeforeAll
    static void evaluate() throws IOException {
        run = ColourRun.ofThree(root.resolve("run"));
        Random random = new Random(2);
        try (ColourData tar = new ColourData(root.resolve("0.tar"))) {
            for (int i = 0; i < 20; i++) {
                byte[] picture = ColourData.png(new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256)));
                String caption = LABELS.get(i % LABELS.size()) + " blue".repeat(i / LABELS.size());
                PICTURES.add(picture);
                CAPTIONS.add(caption);
                tar.add("%02d.png".formatted(i), picture)
                        .add("%02d.cls".formatted(i), String.valueOf(i % LABELS.size()))
                        .add("%02d.json".formatted(i), "{\"texts\": [\"%s\"]}".formatted(caption));
            }
        }
        Files.writeString(root.resolve("tasks.yaml"),
                """
                version: 1
                tasks:
                  - {name: colours, kind: classification, shards: 0.tar, label: cls, classes: [red, green, blue, red green, green blue],
                     templates: ["{}", "red {}"]}
                  - {name: captions, kind: retrieval, shards: 0.tar}
                """);
        SequencedMap<String, Path> models = run.run.trainedExperts();
        new ScoreStage(ColourRun.FILES, Progress.silent(), new ColourEngine(), ColourEngine.tokenizer(), ColourRun.images(),
                Routing.byTexts(ColourEngine.sentences())).run(TaskFile.read(root.resolve("tasks.yaml")), models, run.run.evaluation());
        new EnsembleStage(ColourRun.FILES, Progress.silent(), EnsembleOptions.standard()).run(List.of("colours", "captions"),
                models.sequencedKeySet(), Experts.read(run.run), run.run.evaluation());
    }

    private static float[][] matrix(Path file) throws IOException {
        try (NpyMatrix matrix = Npy.openMatrix(file)) {
            float[][] rows = new float[(int) matrix.rows()][matrix.dim()];
            for (int r = 0; r < rows.length; r++) {
                matrix.row(r, rows[r]);
            }
            return rows;
        }
    }

    private static List<float[][]> scores(String task) throws IOException {
        List<float[][]> scores = new ArrayList<>();
        for (String expert : List.of("expert-0", "expert-1", "expert-2")) {
            scores.add(matrix(run.run.evaluated().logits(task, expert).resolve("logits.npy")));
        }
        return scores;
    }

    private static Mode mode(String rule) throws IOException {
        return run.load(ModeOptions.standard().withRule(EnsembleOptions.standard().rule(rule)).withMinWeight(0));
    }

    /** Every label weighs the experts' probabilities of it; an expert that none asks never sees a picture. */
    @ParameterizedTest
    @ValueSource(strings = {"per-text", "hard"})
    void classifiesAsEvaluatedWhereEachLabelWeighs(String rule) throws IOException {
        float[][] weights = matrix(run.run.evaluated().weights("colours").resolve("texts-%s.npy".formatted(rule)));
        List<float[][]> logits = scores("colours");
        try (Mode mode = run.load(ModeOptions.standard().withRule(EnsembleOptions.standard().rule(rule)))) {
            ModeClassifier classifier = mode.classifier(LABELS, TEMPLATES);
            assertThat(classifier.asked()).hasSize((int) IntStream.range(0, 3)
                    .filter(c -> Arrays.stream(weights).anyMatch(ofLabel -> ofLabel[c] > 0))
                    .count());
            assertThat(classifier.error()).isZero();
            double[][] probabilities = classifier.classify(PICTURES);
            for (int p = 0; p < PICTURES.size(); p++) {
                double[] votes = new double[LABELS.size()];
                for (int c = 0; c < 3; c++) {
                    double[] ofExpert = new double[votes.length];
                    for (int k = 0; k < votes.length; k++) {
                        ofExpert[k] = logits.get(c)[p][k];
                    }
                    ofExpert = Softmax.of(ofExpert);
                    for (int k = 0; k < votes.length; k++) {
                        votes[k] += weights[k][c] * ofExpert[k];
                    }
                }
                double sum = Arrays.stream(votes).sum();
                assertThat(probabilities[p]).containsExactly(Arrays.stream(votes).map(vote -> vote / sum).toArray(), within(1e-5));
            }
        }
        assertThatThrownBy(() -> ModeOptions.standard().withRule(new PerTextRule()).withMinWeight(0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option min-weight");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniform", "paper", "reference", "nearest"})
    void classifiesAsEvaluated(String rule) throws IOException {
        JsonNode said = JsonMapper.shared().readTree(Files.readString(run.run.evaluated().weights("colours").resolve("weights.json")));
        double[] weights = said.get("weights").get(rule).valueStream().mapToDouble(JsonNode::asDouble).toArray();
        List<float[][]> logits = scores("colours");
        try (Mode mode = mode(rule)) {
            ModeClassifier classifier = mode.classifier(LABELS, TEMPLATES);
            for (int c = 0; c < 3; c++) {
                assertThat(classifier.weights()[c]).isEqualTo((float) weights[c]);
            }
            double[][] probabilities = classifier.classify(PICTURES);
            for (int p = 0; p < PICTURES.size(); p++) {
                double[] summed = new double[LABELS.size()];
                for (int c = 0; c < 3; c++) {
                    for (int k = 0; k < summed.length; k++) {
                        summed[k] += weights[c] * logits.get(c)[p][k];
                    }
                }
                assertThat(probabilities[p]).containsExactly(Softmax.of(summed), within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uniform", "paper", "reference", "nearest"})
    void findsAsEvaluated(String rule) throws IOException {
        Path folder = run.run.evaluated().weights("captions");
        float[][] weights = matrix(folder.resolve("queries-" + rule + ".npy"));
        List<float[][]> cosines = scores("captions");
        List<String> texts = JsonMapper.shared()
                .readTree(Files.readString(run.run.evaluated().task("captions").resolve("task.json")))
                .get("texts")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        assertThat(texts).containsExactlyInAnyOrderElementsOf(CAPTIONS.stream().distinct().toList());
        try (Mode mode = mode(rule)) {
            double[][] similarity = mode.similarity(texts, PICTURES);
            for (int l = 0; l < texts.size(); l++) {
                double[] summed = new double[PICTURES.size()];
                for (int c = 0; c < 3; c++) {
                    for (int p = 0; p < summed.length; p++) {
                        summed[p] += weights[l][c] * (double) cosines.get(c)[l][p];
                    }
                }
                assertThat(similarity[l]).as(texts.get(l)).containsExactly(summed, within(1e-6));
            }
        }
    }
}
