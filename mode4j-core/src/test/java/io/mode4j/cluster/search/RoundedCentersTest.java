package io.mode4j.cluster.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.cluster.points.TestPoints;
import io.mode4j.linalg.Vectors;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Centres on their leading axes: the axes are orthonormal, and products on them miss no more than the bound. */
class RoundedCentersTest {
    private static final int CENTERS = 80;

    private static ShiftedCenters centers(int dim, int directions, long seed) {
        return new ShiftedCenters(new Centers(CENTERS, dim, TestPoints.flat(CENTERS, dim, directions, seed)), Distance.EUCLIDEAN);
    }

    @Seeds(30)
    void axesAreOrthonormalOrZero(Draws draws) {
        int dim = draws.between(1, 400);
        int directions = draws.between(1, 90);
        long seed = draws.anyLong();
        float[] axes = CenterAxes.of(centers(dim, directions, seed));
        int zeros = 0;
        for (int i = 0; i < CenterAxes.COUNT; i++) {
            double own = Vectors.squaredNorm(axes, i * dim, dim);
            zeros += own == 0 ? 1 : 0;
            assertThat(own == 0 ? 1 : own).isCloseTo(1, Offset.offset(1e-5));
            for (int j = 0; j < i; j++) {
                assertThat(Vectors.dot(axes, i * dim, axes, j * dim, dim)).isCloseTo(0, Offset.offset(1e-5));
            }
        }
        assertThat(CenterAxes.COUNT - zeros).isEqualTo(Math.min(CenterAxes.COUNT, dim));
    }

    @Test
    void axesHoldWhatVariesMost() {
        int dim = 300;
        ShiftedCenters centers = centers(dim, 10, 3);
        float[] axes = CenterAxes.of(centers);
        double held = 0;
        double all = 0;
        for (int k = 0; k < CENTERS; k++) {
            all += centers.norms()[k];
            for (int j = 0; j < 10; j++) {
                held += Math.pow(Vectors.dot(centers.rows(), k * dim, axes, j * dim, dim), 2);
            }
        }
        assertThat(held).isGreaterThan(0.99 * all);
    }

    @Seeds(60)
    void productsOnTheAxesMissNoMoreThanTheBound(Draws draws) {
        int dim = draws.between(1, 400);
        int directions = draws.between(1, 90);
        int exponent = draws.between(-6, 6);
        long seed = draws.anyLong();
        ShiftedCenters centers = centers(dim, directions, seed);
        RoundedCenters onAxes = RoundedCenters.onAxes(centers);
        float[] x = TestPoints.flat(1, dim, directions, seed + 9);
        for (int d = 0; d < dim; d++) {
            x[d] *= (float) Math.pow(10, exponent);
        }
        float[] turned = new float[CenterAxes.COUNT];
        onAxes.turn(x, 1, turned);
        float[] turnedCenters = new float[CENTERS * CenterAxes.COUNT];
        onAxes.turn(centers.rows(), CENTERS, turnedCenters);
        double norm = Vectors.squaredNorm(x, 0, dim);
        double turnedNorm = Vectors.squaredNorm(turned, 0, turned.length);
        double outside = onAxes.outside(norm, turnedNorm);
        for (int k = 0; k < CENTERS; k++) {
            double missed = Vectors.dot(x, 0, centers.rows(), k * dim, dim)
                    - Vectors.dot(turned, 0, turnedCenters, k * turned.length, turned.length);
            double bound = outside * onAxes.outside()[k] + onAxes.error(norm, turnedNorm, 0) / 2;
            assertThat(Math.abs(missed)).isLessThanOrEqualTo(bound);
        }
    }
}
