package io.mode4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every {@link SentenceEncoder} keeps; a module that implements one extends this class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SentenceEncoderContract {
    private static final float TOLERANCE = 1e-5f;
    private static final List<String> TEXTS = List.of("a dog runs on the beach", "red",
            "two people on bicycles in front of an old town hall at night",
            "grinning face", "A Dog Runs On The Beach", "", "un café à Montréal, s'il vous plaît", "笑顔の猫", "smile 😀👩‍👩‍👧 family",
            "the quick brown fox jumps over the lazy dog while a photographer waits patiently behind a wooden fence in the rain");

    private SentenceEncoder encoder;

    /** Loads an encoder that computes on so many threads; the contract closes it. */
    protected abstract SentenceEncoder load(int threads) throws IOException;

    /** Whether its weights know what texts mean; those of a small random model do not. */
    protected boolean isTrained() {
        return true;
    }

    @BeforeAll
    void loadEncoder() throws IOException {
        encoder = load(2);
    }

    @AfterAll
    void closeEncoder() {
        encoder.close();
    }

    @Test
    void vectorsHaveTheStatedLengthAndNormOne() throws IOException {
        float[][] vectors = encoder.encode(TEXTS);
        assertThat(vectors).hasNumberOfRows(TEXTS.size());
        for (float[] vector : vectors) {
            assertThat(vector).hasSize(encoder.dim());
            assertThat(dot(vector, vector)).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void noTextsGiveNoVectors() throws IOException {
        assertThat(encoder.encode(List.of())).isEmpty();
    }

    @Test
    void orderDoesNotMatter() throws IOException {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            order.add(i % TEXTS.size());
        }
        Collections.shuffle(order, new Random(7));
        float[][] inOrder = encoder.encode(TEXTS);
        float[][] shuffled = encoder.encode(order.stream().map(TEXTS::get).toList());
        for (int i = 0; i < order.size(); i++) {
            assertThat(shuffled[i]).containsExactly(inOrder[order.get(i)], within(TOLERANCE));
        }
    }

    @Test
    void aTextAloneEqualsTheTextAmongOthers() throws IOException {
        float[][] together = encoder.encode(TEXTS);
        for (int i = 0; i < TEXTS.size(); i++) {
            assertThat(encoder.encode(List.of(TEXTS.get(i)))[0]).containsExactly(together[i], within(TOLERANCE));
        }
    }

    @Test
    void theSameListGivesTheSameBitsWithAnyNumberOfThreads() throws IOException {
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            many.add(TEXTS.get(i % TEXTS.size()) + " " + i);
        }
        float[][] expected = encoder.encode(many);
        assertThat(encoder.encode(many)).isDeepEqualTo(expected);
        for (int threads : new int[]{1, 3}) {
            try (SentenceEncoder other = load(threads)) {
                assertThat(other.encode(many)).isDeepEqualTo(expected);
            }
        }
    }

    @Test
    void veryLongTextIsCutOff() throws IOException {
        String longText = "a small red bird ".repeat(20_000);
        float[] cut = encoder.encode(List.of(longText + "and something else entirely"))[0];
        assertThat(cut).containsExactly(encoder.encode(List.of(longText))[0], within(TOLERANCE));
        assertThat(dot(cut, cut)).isCloseTo(1, within(1e-5));
    }

    @Test
    void everyStringHasAVector() throws IOException {
        List<String> strange = List.of(" ", "\u0000", "\uD83D", "\uDE00\uD83D", "\uFFFD\uFEFF", "\r\n\t", "😀".repeat(300),
                "[CLS] [SEP] [PAD]");
        for (float[] vector : encoder.encode(strange)) {
            assertThat(dot(vector, vector)).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void meaningIsNear() throws IOException {
        assumeThat(isTrained()).isTrue();
        float[][] v = encoder
                .encode(List.of("a dog runs on the beach", "a dog running along the beach", "quarterly report of the bank"));
        assertThat(dot(v[0], v[1])).isGreaterThan(dot(v[0], v[2]));
    }

    @Test
    void threadsMayShareAnEncoder() throws Exception {
        float[][] expected = encoder.encode(TEXTS);
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<float[][]>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(callers.submit(() -> encoder.encode(TEXTS)));
            }
            for (Future<float[][]> answer : answers) {
                assertThat(answer.get()).isDeepEqualTo(expected);
            }
        }
    }

    @Test
    void identityNamesTheWeights() throws IOException {
        try (SentenceEncoder other = load(1)) {
            assertThat(other.identity()).isEqualTo(encoder.identity()).containsPattern("[0-9a-f]{64}");
        }
    }

    @Test
    void closedEncoderRefusesWork() throws IOException {
        SentenceEncoder other = load(1);
        other.close();
        other.close();
        assertThatThrownBy(() -> other.encode(List.of("a"))).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
