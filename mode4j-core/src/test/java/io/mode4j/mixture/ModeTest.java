package io.mode4j.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.ensemble.HardRule;
import io.mode4j.ensemble.UniformRule;
import io.mode4j.image.UndecodableImageException;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mixture of three experts that know colours; {@link ModeEvaluationTest} holds it to what an evaluation computes. */
class ModeTest {

    private static final List<String> LABELS = List.of("red", "green green blue", "blue");
    private static final List<String> PLAIN = List.of("{}");

    @TempDir
    private Path root;

    private ColourRun run = new ColourRun(Path.of(""));

    @BeforeEach
    void makeRun() throws IOException {
        run = ColourRun.ofThree(root);
    }

    private static List<byte[]> pictures() throws IOException {
        return ColourRun.pictures(new Color(250, 20, 10), new Color(10, 200, 90), new Color(30, 30, 240), new Color(90, 80, 100));
    }

    @Test
    void vectorsAreTheExpertsFeaturesSideBySide() throws IOException {
        try (Mode mode = run.load(ModeOptions.standard().withRule(new UniformRule()))) {
            assertThat(mode.dim()).isEqualTo(9);
            assertThat(mode.experts()).containsExactly("expert-0", "expert-1", "expert-2");
            float half = (float) Math.sqrt(0.5);
            float root = (float) (1 / Math.sqrt(3));
            assertThat(mode.imageFeatures(ColourRun.pictures(Color.YELLOW))[0]).containsExactly(root, root, root, 0, 1, 0, half, half, 0);
            float third = (float) (1.0 / 3);
            assertThat(mode.textFeatures(List.of("green"))[0]).containsExactly(0, third, 0, 0, third, 0, 0, third, 0);
            assertThat(mode.imageFeatures(List.of())).isEmpty();
            assertThat(mode.textFeatures(List.of())).isEmpty();
        }
    }

    /** One index of pictures serves every text: its inner products are the weighted sums of the experts' own cosines. */
    @Test
    void innerProductsAreTheSummedSimilarities() throws IOException {
        List<String> texts = List.of("red", "green", "blue red", "blue blue green");
        try (Mode mode = run.load(ModeOptions.standard())) {
            double[][] similarity = mode.similarity(texts, pictures());
            float[][] weights = mode.queryWeights(texts);
            double[][] summed = new double[texts.size()][pictures().size()];
            for (int c = 0; c < 3; c++) {
                try (Mode alone = run.load(ModeOptions.standard().withExperts(List.of("expert-" + c)))) {
                    double[][] cosines = alone.similarity(texts, pictures());
                    for (int l = 0; l < summed.length; l++) {
                        for (int p = 0; p < summed[l].length; p++) {
                            summed[l][p] += weights[l][c] * cosines[l][p];
                        }
                    }
                }
            }
            for (int l = 0; l < summed.length; l++) {
                assertThat(similarity[l]).as(texts.get(l)).containsExactly(summed[l], within(1e-6));
            }
            assertThat(weights[0]).isNotEqualTo(weights[1]);
        }
    }

    /** By the hard rule a text costs one expert, and what it is compared with is that one's part. */
    @Test
    void aTextAsksTheExpertOfTheNearestCentreAlone() throws IOException {
        try (Mode mode = run.load(ModeOptions.standard().withRule(new HardRule()))) {
            float[][] vectors = mode.textFeatures(List.of("green", "green green"));
            assertThat(vectors).isDeepEqualTo(new float[][]{{0, 0, 0, 0, 1, 0, 0, 0, 0}, {0, 0, 0, 0, 1, 0, 0, 0, 0}});
            assertThat(run.engine.loads()).isEqualTo(1);
            ModeClassifier classifier = mode.classifier(List.of("red", "green"), PLAIN);
            assertThat(classifier.asked()).containsExactly("expert-0", "expert-1");
            assertThat(classifier.weights()).containsExactly(0.5f, 0.5f, 0);
            double[] probabilities = classifier.classify(pictures())[0];
            assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void someExpertsAreAskedByNameOrNumber() throws IOException {
        try (Mode two = run.load(ModeOptions.standard().withExperts(List.of("2", "expert-0")).withMinWeight(0))) {
            assertThat(two.experts()).containsExactly("expert-2", "expert-0");
            ModeClassifier classifier = two.classifier(LABELS, PLAIN);
            assertThat(classifier.asked()).containsExactly("expert-2", "expert-0");
            assertThat(classifier.weights()[0] + classifier.weights()[1]).isCloseTo(1, within(1e-6f));
            assertThat(run.engine.loads()).isEqualTo(2);
        }
        assertThatThrownBy(() -> run.load(ModeOptions.standard().withExperts(List.of("3")))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("option experts")
                .hasMessageContaining("[expert-0, expert-1, expert-2]")
                .hasMessageContaining("'3'");
    }

    @Test
    void expertsOfLittleWeightAreNotEvenLoaded() throws IOException {
        try (Mode mode = run.load(ModeOptions.standard().withMinWeight(0.2))) {
            ModeClassifier reds = mode.classifier(List.of("red", "red red green"), PLAIN);
            assertThat(reds.asked()).containsExactly("expert-0");
            assertThat(reds.weights()).hasSize(3);
            assertThat(reds.weights()[0]).isBetween(0.8f, 1f);
            double[][] answers = reds.classify(pictures());
            assertThat(run.engine.loads()).isEqualTo(1);
            try (Mode all = run.load(ModeOptions.standard().withMinWeight(0))) {
                double[][] whole = all.classifier(List.of("red", "red red green"), PLAIN).classify(pictures());
                for (int p = 0; p < whole.length; p++) {
                    assertThat(answers[p]).containsExactly(whole[p], within(reds.error()));
                    assertThat(answers[p][0]).isNotEqualTo(whole[p][0]);
                }
            }
        }
    }

    /** Two experts whose data is far from anything asked: without being told to, the mixture leaves out what no probability shows. */
    @Test
    void whatNoProbabilityShowsIsLeftOutWithoutBeingTold() throws IOException {
        run.expert("expert-1", "bgb", 4, List.of(new float[]{0, 2, 0}));
        run.expert("expert-2", "rgb", 8, List.of(new float[]{0, 0, 2}));
        List<String> labels = List.of("red", "red green");
        try (Mode mode = run.load(ModeOptions.standard()); Mode all = run.load(ModeOptions.standard().withMinWeight(0))) {
            ModeClassifier some = mode.classifier(labels, PLAIN);
            assertThat(some.asked()).containsExactly("expert-0");
            assertThat(run.engine.loads()).isEqualTo(1);
            assertThat(some.error()).isBetween(1e-12, ModeOptions.ERROR);
            ModeClassifier every = all.classifier(labels, PLAIN);
            assertThat(every.asked()).hasSize(3);
            assertThat(every.error()).isZero();
            double[][] whole = every.classify(pictures());
            double[][] answers = some.classify(pictures());
            for (int p = 0; p < whole.length; p++) {
                assertThat(answers[p]).containsExactly(whole[p], within(some.error()));
            }
        }
    }

    @Test
    void everyLabelKnowsItsNearestCentre() throws IOException {
        try (Mode mode = run.load(ModeOptions.standard())) {
            List<NearestCenter> nearest = mode.classifier(LABELS, PLAIN).nearest();
            assertThat(nearest).extracting(NearestCenter::label).containsExactlyElementsOf(LABELS);
            assertThat(nearest).extracting(NearestCenter::expert).containsExactly("expert-0", "expert-1", "expert-2");
            assertThat(nearest).extracting(NearestCenter::place).containsExactly(0, 0, 0);
            assertThat(nearest.getFirst().distance()).isZero();
            assertThat(nearest.getLast().distance()).isCloseTo(0.1, within(1e-7));
            assertThat(nearest.getLast().center()).containsExactly(0, 0.1f, 1);
        }
    }

    @Test
    void manyThreadsMayAsk() throws Exception {
        try (Mode mode = run.load(ModeOptions.standard().withMinWeight(0)); ExecutorService threads = Executors.newFixedThreadPool(8)) {
            ModeClassifier classifier = mode.classifier(LABELS, PLAIN);
            double[][] alone = classifier.classify(pictures());
            List<Callable<double[][]>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                boolean anew = i % 2 == 0;
                calls.add(() -> (anew ? mode.classifier(LABELS, PLAIN) : classifier).classify(pictures()));
            }
            for (Future<double[][]> answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isDeepEqualTo(alone);
            }
            assertThat(run.engine.loads()).isEqualTo(3);
        }
    }

    @Test
    void theClosedMixtureAnswersNothing() throws IOException {
        Mode mode = run.load(ModeOptions.standard());
        ModeClassifier classifier = mode.classifier(LABELS, PLAIN);
        mode.close();
        mode.close();
        assertThatThrownBy(() -> classifier.classify(pictures())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> mode.textFeatures(List.of("red"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatCannotBeAskedIsSaid() throws IOException {
        try (Mode mode = run.load(ModeOptions.standard())) {
            assertThatThrownBy(() -> mode.classifier(List.of(), PLAIN)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least one text");
            assertThatThrownBy(() -> mode.classifier(LABELS, List.of("no slot"))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no {}");
            ModeClassifier classifier = mode.classifier(LABELS, PLAIN);
            List<byte[]> broken = List.of("no picture".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> classifier.classify(broken)).isInstanceOf(UndecodableImageException.class);
        }
        assertThatThrownBy(() -> ModeOptions.standard().withMinWeight(1.5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("option min-weight expects a number from 0 to 1, found 1.5");
        run.expert("other", "rgb", 8, List.of(new float[]{0, 0, 1}), "four colours");
        assertThatThrownBy(() -> run.load(ModeOptions.standard())).isInstanceOf(BadInputException.class)
                .hasMessageContaining("expert 'other'");
        try (Mode without = run.load(ModeOptions.standard().withExperts(List.of("expert-1")))) {
            assertThat(without.experts()).containsExactly("expert-1");
        }
        assertThatThrownBy(() -> new ColourRun(root.resolve("none")).load(ModeOptions.standard())).isInstanceOf(BadInputException.class)
                .hasMessageContaining("train first");
    }
}
