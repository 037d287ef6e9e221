package io.mode4j.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.measure.CenterMap;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Truncated SVD and the map of the centres. */
class LeadingAxesTest {

    private static SparseRows dense(float[][] values) {
        int[][] columns = new int[values.length][values[0].length];
        for (int[] row : columns) {
            Arrays.setAll(row, d -> d);
        }
        return new SparseRows(values[0].length, columns, values);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 40})
    void eigenvectorsAreOrthonormalAndMultiplyTheirVector(int size) {
        RandomGenerator random = RandomStream.of(size, "symmetric");
        double[][] a = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                a[i][j] = random.nextGaussian();
                a[j][i] = a[i][j];
            }
        }
        Eigen eigen = Eigen.of(a);
        for (int j = 0; j < size; j++) {
            for (int i = 0; i < size; i++) {
                double product = 0;
                double dot = 0;
                for (int k = 0; k < size; k++) {
                    product += a[i][k] * eigen.vectors()[k][j];
                    dot += eigen.vectors()[k][i] * eigen.vectors()[k][j];
                }
                assertThat(product).isCloseTo(eigen.values()[j] * eigen.vectors()[i][j], within(1e-10));
                assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-12));
            }
            assertThat(j == 0 || eigen.values()[j] <= eigen.values()[j - 1]).isTrue();
        }
    }

    @Test
    void singularValuesOfAKnownMatrixComeBack() {
        // rows a multiple of orthogonal directions, of length 5, 3 and 1
        float[][] values = {{3, 4, 0, 0}, {0, 0, 3, 0}, {0, 0, 0, 1}, {0, 0, 0, 0}};
        LeadingAxes axes = LeadingAxes.of(dense(values), 3, 10, 1);
        assertThat(axes.singular()).containsExactly(new double[]{5, 3, 1}, within(1e-9));
        assertThat(column(axes, 0)).containsExactly(new double[]{0.6, 0.8, 0, 0}, within(1e-9));
        assertThat(column(axes, 1)).containsExactly(new double[]{0, 0, 1, 0}, within(1e-9));
    }

    @Test
    void aMatrixWithFewerDirectionsThanAskedForEndsInZeros() {
        LeadingAxes axes = LeadingAxes.of(dense(new float[][]{{1, 1, 0}, {2, 2, 0}, {0, 0, 0}}), 3, 5, 1);
        assertThat(axes.singular()).containsExactly(new double[]{Math.sqrt(10), 0, 0}, within(1e-9));
    }

    private static double[] column(LeadingAxes axes, int j) {
        return Arrays.stream(axes.axes()).mapToDouble(row -> row[j]).toArray();
    }

    @Test
    void aMapOfPointsInAPlaneKeepsAllDistances() {
        RandomGenerator random = RandomStream.of(3, "plane");
        float[] values = new float[20 * 5];
        for (int k = 0; k < 20; k++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double[] point = {a, b, a - b, 2 * a + b + 7, 3};
            for (int d = 0; d < 5; d++) {
                values[k * 5 + d] = (float) point[d];
            }
        }
        CenterMap map = CenterMap.of(new Centers(20, 5, values), Distance.EUCLIDEAN);
        assertThat(map.shown()).isCloseTo(1, within(1e-6));
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(Math.hypot(map.x()[i] - map.x()[j], map.y()[i] - map.y()[j]))
                        .isCloseTo(Math.sqrt(Vectors.squaredDistance(values, i * 5, values, j * 5, 5)), within(1e-5));
            }
        }
    }

    @Test
    void centresInOnePlaceAreDrawnInOnePlace() {
        CenterMap map = CenterMap.of(new Centers(3, 2, new float[]{1, 2, 1, 2, 1, 2}), Distance.COSINE);
        assertThat(map.x()).containsOnly(0);
        assertThat(map.shown()).isEqualTo(1);
        assertThat(CenterMap.of(new Centers(2, 1, new float[]{1, 3}), Distance.EUCLIDEAN).x()).containsExactly(-1, 1);
    }
}
