package io.mode4j.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.cluster.Clusters;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The rules against the formulas, written down as plainly as possible, and against a sum done by hand. */
class RoutingRuleTest {

    private static final List<RoutingRule> RULES = List.of(new PaperRule(), new ReferenceRule(), new NearestRule(), new PerTextRule(),
            new HardRule(), new UniformRule());
    private static final Offset<Double> ROUNDING = within(1e-9);

    /** Two experts with a centre each, at (1, 0) and (0, 1); texts at (1, 0) and (0.6, 0.8). Squared distances: 0, 2 and 0.8, 0.4. */
    private static final Clusters CORNERS = RoutingFixtures.clusters(new float[][]{{1, 0}, {0, 1}}, new float[][]{{1, 0}, {0, 1}},
            new int[]{0, 1});
    private static final float[][] TEXTS = {{1, 0}, {0.6f, 0.8f}};

    @Test
    void paperByHand() {
        // scores: exp(0) = 1 and exp(-0.4 / 0.2) = 0.1353353; softmax of the difference 0.8646647
        assertThat(new PaperRule().weights(TEXTS, CORNERS)[0]).isCloseTo(1 / (1 + Math.exp(-0.8646647167633873)), within(1e-7));
    }

    @Test
    void referenceByHand() {
        // two texts: add = exp(0.5 - sqrt 2) = 0.4008275, mul = 5; distances 0 and sqrt 0.4 = 0.6324555
        // scores: exp(2.0041377) = 7.4196893 and exp(-1.1581397) = 0.3140698; difference / 8 = 0.8882024
        assertThat(new ReferenceRule().weights(TEXTS, CORNERS)[0]).isCloseTo(1 / (1 + Math.exp(-0.8882024)), within(1e-5));
    }

    @Test
    void nearestByHand() {
        // text 0: softmax(0, -20); text 1: softmax(-8, -4), so 1 / (1 + e^4) = 0.0179862
        double expected = (1 / (1 + Math.exp(-20)) + 1 / (1 + Math.exp(4))) / 2;
        assertThat(new NearestRule().weights(TEXTS, CORNERS)[0]).isCloseTo(expected, within(1e-6));
    }

    @Test
    void hardByHand() {
        assertThat(new HardRule().weights(TEXTS, CORNERS)).containsExactly(0.5, 0.5);
        assertThat(new HardRule().weights(new float[][]{{1, 0}, {0.8f, 0.6f}, {0.6f, 0.8f}}, CORNERS)[0]).isCloseTo(2 / 3.0, ROUNDING);
        float between = (float) Math.sqrt(0.5);
        assertThat(new HardRule().weights(new float[][]{{between, between}}, CORNERS)).containsExactly(1, 0);
    }

    @Test
    void anExpertWithoutACentreGetsNothingFromNearest() {
        Clusters oneSided = RoutingFixtures.clusters(new float[][]{{1, 0}}, new float[][]{{1, 0}, {0, 1}}, new int[]{0});
        assertThat(new NearestRule().weights(TEXTS, oneSided)).containsExactly(1, 0);
        assertThat(new PaperRule().weights(TEXTS, oneSided)[0]).isGreaterThan(0.5);
    }

    /** A run that grows: what texts that are nearer to known centres get from the known experts keeps its proportions, by the mean over texts, or where each weighs by itself, text by text. */
    @Test
    void oneMoreExpertTakesFromAllOthersAlike() {
        Random random = new Random(11);
        float[][] texts = RoutingFixtures.unitVectors(random, 30, 8);
        Clusters known = RoutingFixtures.clusters(random, 3, 40, 8);
        TextDistances before = TextDistances.of(texts, known);
        TextDistances after = new TextDistances(Arrays.stream(before.squared()).map(of -> {
            double[] more = Arrays.copyOf(of, 4);
            more[3] = Arrays.stream(of).min().orElseThrow() + 0.01 + 0.3 * random.nextDouble(); // a new centre that is nearest to no text
            return more;
        }).toArray(double[][]::new));
        for (RoutingRule rule : RULES) {
            boolean byText = rule instanceof NearestRule || rule.weighsEachText();
            for (int l = 0; l < (byText ? texts.length : 1); l++) {
                double[] then = rule.weights(byText ? before.only(l) : before);
                double[] now = rule.weights(byText ? after.only(l) : after);
                for (int c = 0; c < 3; c++) {
                    assertThat(now[c] / (1 - now[3])).as(rule.name()).isCloseTo(then[c], ROUNDING);
                }
                assertThat(now[3] == 0).as(rule.name()).isEqualTo(rule instanceof HardRule);
            }
        }
    }

    @Test
    void thousandsOfTextsDoNotOverflow() {
        float[][] texts = new float[20_000][];
        Arrays.fill(texts, TEXTS[0]);
        for (RoutingRule rule : RULES) {
            assertThat(Arrays.stream(rule.weights(texts, CORNERS)).sum()).as(rule.name()).isCloseTo(1, ROUNDING);
        }
        assertThat(new PaperRule().weights(texts, CORNERS)).containsExactly(1, 0);
    }

    @Test
    void temperaturesAreChecked() {
        assertThatThrownBy(() -> new PaperRule(0)).hasMessageContaining("lambda must be above 0").hasMessageContaining("0.0");
        assertThatThrownBy(() -> new NearestRule(Double.NaN)).hasMessageContaining("tau must be above 0");
    }

    @Seeds(100)
    void weightsAreSharesWhateverTheOrderOfTheTexts(Draws draws) {
        long seed = draws.anyLong();
        int experts = draws.between(1, 8);
        int texts = draws.between(1, 300);
        Random random = new Random(seed);
        Clusters clusters = RoutingFixtures.clusters(random, experts, experts * 4, 12);
        float[][] vectors = RoutingFixtures.unitVectors(random, texts, 12);
        float[][] shuffled = vectors.clone();
        Collections.shuffle(Arrays.asList(shuffled), random);
        for (RoutingRule rule : RULES) {
            double[] weights = rule.weights(vectors, clusters);
            assertThat(weights).as(rule.name()).hasSize(experts);
            assertThat(Arrays.stream(weights)).as(rule.name()).allMatch(weight -> weight >= 0);
            assertThat(Arrays.stream(weights).sum()).as(rule.name()).isCloseTo(1, ROUNDING);
            assertThat(rule.weights(shuffled, clusters)).as(rule.name()).containsExactly(weights, within(1e-12));
        }
    }

    @Seeds(100)
    void theExpertThatOwnsTheTextWins(Draws draws) {
        long seed = draws.anyLong();
        int experts = draws.between(2, 8);
        Random random = new Random(seed);
        Clusters clusters = RoutingFixtures.clusters(random, experts, experts * 4, 12);
        int fine = random.nextInt(experts * 4);
        int owner = clusters.fineToCoarse()[fine];
        float[] text = Arrays.copyOfRange(clusters.fine().values(), fine * 12, fine * 12 + 12);
        for (RoutingRule rule : RULES.subList(0, 3)) {
            double[] weights = rule.weights(new float[][]{text}, clusters);
            for (int c = 0; c < experts; c++) {
                if (c != owner) {
                    assertThat(weights[owner]).as(rule.name()).isGreaterThan(weights[c]);
                }
            }
        }
    }

    @Seeds(100)
    void agreesWithThePlainFormulas(Draws draws) {
        long seed = draws.anyLong();
        int experts = draws.between(1, 6);
        int texts = draws.between(1, 400);
        Random random = new Random(seed);
        Clusters clusters = RoutingFixtures.clusters(random, experts, experts * 3, 7);
        float[][] vectors = RoutingFixtures.unitVectors(random, texts, 7);
        assertThat(new PaperRule(0.3).weights(vectors, clusters)).containsExactly(PlainFormulas.paper(vectors, clusters, 0.3), ROUNDING);
        assertThat(new ReferenceRule().weights(vectors, clusters)).containsExactly(PlainFormulas.reference(vectors, clusters), ROUNDING);
        assertThat(new NearestRule(0.2).weights(vectors, clusters)).containsExactly(PlainFormulas.nearest(vectors, clusters, 0.2),
                ROUNDING);
    }

    @Test
    void coarseCentresInsteadOfFine() {
        Clusters clusters = RoutingFixtures.clusters(new float[][]{{1, 0}, {0, 1}}, new float[][]{{0, 1}, {1, 0}}, new int[]{0, 1});
        assertThat(TextDistances.of(TEXTS, clusters).nearestExpert(0)).isEqualTo(0);
        assertThat(TextDistances.ofCoarse(TEXTS, Experts.of(clusters)).nearestExpert(0)).isEqualTo(1);
    }
}
