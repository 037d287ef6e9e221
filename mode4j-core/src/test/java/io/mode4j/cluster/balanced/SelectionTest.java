package io.mode4j.cluster.balanced;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;

/** Quickselect against sorting. */
class SelectionTest {
    @Property(tries = 300)
    void everyRankIsWhatSortingGives(@ForAll @Size(min = 1, max = 40) float @FloatRange(min = -3, max = 3) [] values) {
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
