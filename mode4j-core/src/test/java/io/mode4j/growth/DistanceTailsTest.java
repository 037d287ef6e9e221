package io.mode4j.growth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistanceTailsTest {

    @Test
    void oneInAHundredLiesBeyondTheLimit() {
        Random random = new Random(3);
        int[] centers = random.ints(50_000, 0, 3).toArray();
        float[] distances = new float[centers.length];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = (float) Math.abs(0.9 + (1 + centers[i]) * 0.1 * random.nextGaussian());
        }
        DistanceTails tails = new DistanceTails(4);
        tails.add(centers, distances);
        for (int center = 0; center < 3; center++) {
            float[] sorted = sorted(centers, distances, center);
            double exact = sorted[sorted.length - 1 - (int) (0.01 * sorted.length)]; // at most a hundredth of them is above it
            assertThat(tails.limit(center)).isBetween((float) exact, (float) (exact * (1 + 1.0 / 128)));
        }
        assertThat(tails.limit(3)).isZero();
        assertThat(tails.all()).isEqualTo(50_000);
        assertThat(tails.pairs()[3]).isZero();
    }

    private static float[] sorted(int[] centers, float[] distances, int center) {
        float[] own = new float[distances.length];
        int count = 0;
        for (int i = 0; i < centers.length; i++) {
            if (centers[i] == center) {
                own[count++] = distances[i];
            }
        }
        float[] sorted = Arrays.copyOf(own, count);
        Arrays.sort(sorted);
        return sorted;
    }

    @Test
    void ofFewPairsNoneLiesBeyond() {
        DistanceTails tails = new DistanceTails(1);
        tails.add(new int[]{0, 0, 0}, new float[]{0, 0.5f, 1.25f});
        assertThat(tails.limit(0)).isBetween(1.25f, 1.26f);
    }
}
