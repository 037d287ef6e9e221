package io.mode4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExtendStageTest {
    private static final int MOST = 1 << 20;

    @Test
    void asManyRowsAreFittedAsAnArrayHolds() {
        for (int dim : List.of(2, 384, 2047, 2048, 2049, 4096, 100_000)) {
            for (long count : new long[]{2, MOST - 1, MOST, MOST + 1, 3L * MOST, 1L << 40}) {
                int step = ExtendStage.step(count, dim);
                long fitted = Math.ceilDiv(count, step);
                assertThat(fitted * dim).as("%d rows of %d", count, dim).isLessThanOrEqualTo(Integer.MAX_VALUE - 8);
                assertThat(fitted).isLessThanOrEqualTo(MOST);
                if (step > 1) {
                    long more = Math.ceilDiv(count, step - 1);
                    assertThat(more > MOST || more * dim > Integer.MAX_VALUE - 8).as("%d rows of %d: no more would do", count, dim)
                            .isTrue();
                }
            }
        }
        assertThat(ExtendStage.step(MOST, 2047)).isEqualTo(1);
        assertThat(ExtendStage.step(MOST, 2048)).isEqualTo(2);
    }
}
