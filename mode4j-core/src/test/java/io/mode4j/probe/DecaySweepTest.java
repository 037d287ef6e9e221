package io.mode4j.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecaySweepTest {

    private static final ProbeData NOTHING = new ProbeData(new float[1][1], new int[1], 1);

    /** The search as one writes it down, every classifier trained whenever it is asked about. */
    private static int plainly(double[] accuracies) {
        int peak = peak(accuracies, 0, 16, 32, 48, 64, 80, 96);
        for (int span : new int[]{8, 4, 2, 1}) {
            peak = peak(accuracies, Math.max(0, peak - span), peak, Math.min(96, peak + span));
        }
        return peak;
    }

    private static int peak(double[] accuracies, int... places) {
        int best = 0;
        double most = 0;
        for (int place : places) {
            if (most < accuracies[place]) {
                best = place;
                most = accuracies[place];
            }
        }
        return best;
    }

    private static int swept(double[] accuracies, List<Integer> trained) {
        ProbeTrainer trainer = (_, decays) -> Arrays.stream(decays).mapToObj(decay -> {
            int place = IntStream.range(0, DecaySweep.COUNT).filter(p -> DecaySweep.decay(p) == decay).findFirst().orElseThrow();
            trained.add(place);
            return new LinearHead(new float[]{place}, new float[1]);
        }).toList();
        return new DecaySweep(trainer, NOTHING, head -> accuracies[(int) head.weights()[0]]).best();
    }

    @Test
    void findsWhatThePlainSearchFindsAndTrainsNoneTwice() {
        Random random = new Random(9);
        for (int trial = 0; trial < 300; trial++) {
            int levels = 1 + random.nextInt(20); // ties are common
            double[] accuracies = random.doubles(DecaySweep.COUNT).map(x -> Math.floor(x * levels) / levels).toArray();
            List<Integer> trained = new ArrayList<>();
            assertThat(swept(accuracies, trained)).isEqualTo(plainly(accuracies));
            assertThat(trained).doesNotHaveDuplicates().hasSizeBetween(8, 15);
        }
    }

    @Test
    void aSinglePeakIsFoundToTheStep() {
        for (int peak = 0; peak < DecaySweep.COUNT; peak++) {
            int top = peak;
            double[] accuracies = IntStream.range(0, DecaySweep.COUNT).mapToDouble(p -> 1 - Math.abs(p - top) / 200.0).toArray();
            assertThat(swept(accuracies, new ArrayList<>())).isEqualTo(peak);
        }
    }

    @Test
    void theDecaysAreEvenInTheirLogarithm() {
        assertThat(DecaySweep.decay(0)).isEqualTo(1e-6);
        assertThat(DecaySweep.decay(96)).isEqualTo(100);
        assertThat(DecaySweep.decay(1)).isCloseTo(1.2115276586285875e-06, within(1e-20));
        assertThat(DecaySweep.decay(32)).isCloseTo(0.00046415888336127773, within(1e-17));
    }
}
