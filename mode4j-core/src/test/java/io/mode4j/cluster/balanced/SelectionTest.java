package io.mode4j.cluster.balanced;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.Arrays;

/** Quickselect against sorting. */
class SelectionTest {
    @Seeds(300)
    void everyRankIsWhatSortingGives(Draws draws) {
        float[] values = new float[draws.between(1, 40)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) draws.between(-3.0, 3.0);
        }
        check(values);
        float[] ties = new float[values.length];
        for (int i = 0; i < ties.length; i++) {
            ties[i] = Math.round(values[i]);
        }
        check(ties);
    }

    private static void check(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        for (int rank = 1; rank <= values.length; rank++) {
            assertThat(Selection.smallest(values.clone(), rank)).isEqualTo(sorted[rank - 1]);
        }
    }
}
