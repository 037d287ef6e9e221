package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import io.mode4j.train.Schedule.Decay;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void aStepsRateIsOpenClips() {
        int batch = 32;
        int warmup = 10;
        int steps = 100;
        Schedule schedule = new Schedule(Decay.COSINE, 320, 3200);
        for (int step = 0; step < steps; step++) {
            double expected = step < warmup
                    ? 5e-4 * (step + 1) / warmup
                    : 0.5 * (1 + Math.cos(Math.PI * (step - warmup) / (steps - warmup))) * 5e-4;
            assertThat(schedule.rate(5e-4, (double) step * batch, batch)).isCloseTo(expected, within(1e-15));
        }
    }

    @Test
    void linearDecayGoesStraightToZero() {
        Schedule schedule = new Schedule(Decay.LINEAR, 0, 400);
        assertThat(schedule.rate(1, 0, 4)).isEqualTo(1);
        assertThat(schedule.rate(1, 300, 4)).isEqualTo(0.25);
        assertThat(schedule.rate(1, 400, 4)).isZero();
        assertThat(schedule.rate(1, 500, 4)).isZero();
    }

    @Seeds(1000)
    void theRateNeverRisesBehindTheWarmUpAndNeverLeavesItsRange(Draws draws) {
        Decay decay = draws.oneOf(Decay.class);
        int a = draws.between(0, 500);
        int b = draws.between(0, 500);
        Schedule schedule = new Schedule(decay, 50, 450);
        double first = schedule.rate(1, 50 + Math.min(a, b), 8);
        double second = schedule.rate(1, 50 + Math.max(a, b), 8);
        assertThat(second).isLessThanOrEqualTo(first).isBetween(0.0, 1.0);
    }

    @Test
    void aPortionMayTakeMoreSamplesAlongTheSamePart() {
        Portion expert = Portion.of(300, 400);
        Portion dense = new Portion(300, 400, 400);
        assertThat(expert.steps(32)).isEqualTo(4);
        assertThat(dense.steps(32)).isEqualTo(13);
        assertThat(expert.position(50)).isEqualTo(350);
        assertThat(dense.position(200)).isEqualTo(350);
    }

    @Test
    void impossibleOnesAreErrors() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Schedule(Decay.COSINE, 10, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> Portion.of(5, 5));
    }
}
