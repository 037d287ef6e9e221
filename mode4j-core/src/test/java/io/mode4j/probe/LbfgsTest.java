package io.mode4j.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LbfgsTest {

    private static double rosenbrock(double[] x, double[] gradient) {
        double value = 0;
        Arrays.fill(gradient, 0);
        for (int i = 0; i + 1 < x.length; i++) {
            double valley = x[i + 1] - x[i] * x[i];
            double rest = 1 - x[i];
            value += 100 * valley * valley + rest * rest;
            gradient[i] += -400 * x[i] * valley - 2 * rest;
            gradient[i + 1] += 200 * valley;
        }
        return value;
    }

    @Test
    void findsTheEndOfTheCurvedValley() {
        double[] start = {-1.2, 1, -1.2, 1, 2, -3};
        assertThat(Lbfgs.minimum(LbfgsTest::rosenbrock, start, 1e-10, 2000)).containsExactly(new double[]{1, 1, 1, 1, 1, 1}, within(1e-8));
        assertThat(start).containsExactly(-1.2, 1, -1.2, 1, 2, -3);
    }

    /** Curvatures from 1 to 1e6: the steepest descent would take millions of steps. */
    @Test
    void unequalCurvaturesTakeFewSteps() {
        int[] calls = {0};
        double[] least = Lbfgs.minimum((x, gradient) -> {
            calls[0]++;
            double value = 0;
            for (int i = 0; i < x.length; i++) {
                double curvature = Math.pow(10, i);
                value += curvature / 2 * (x[i] - i) * (x[i] - i);
                gradient[i] = curvature * (x[i] - i);
            }
            return value;
        }, new double[7], 1e-6, 1000);
        assertThat(least).containsExactly(new double[]{0, 1, 2, 3, 4, 5, 6}, within(1e-5));
        assertThat(calls[0]).isLessThan(300);
    }

    @Test
    void theMostStepsAreKept() {
        int[] calls = {0};
        double[] stopped = Lbfgs.minimum((x, gradient) -> {
            calls[0]++;
            return rosenbrock(x, gradient);
        }, new double[]{-1.2, 1}, 0, 3);
        assertThat(calls[0]).isBetween(4, 40);
        assertThat(rosenbrock(stopped, new double[2])).isLessThan(24.2);
        assertThat(Lbfgs.minimum(LbfgsTest::rosenbrock, new double[]{1, 1}, 1e-9, 10)).containsExactly(1, 1);
    }
}
