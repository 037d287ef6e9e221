package io.mode4j.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.measure.CenterMap;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    private static float[][] random(int rows, int dim, long seed) {
        RandomGenerator random = RandomStream.of(seed, "matrix");
        float[][] values = new float[rows][dim];
        for (float[] row : values) {
            for (int d = 0; d < dim; d++) {
                row[d] = (float) random.nextGaussian();
            }
        }
        return values;
    }

    /** {@code A^T A}. */
    private static double[][] square(float[][] a) {
        int dim = a[0].length;
        double[][] square = new double[dim][dim];
        for (float[] row : a) {
            for (int i = 0; i < dim; i++) {
                for (int j = 0; j < dim; j++) {
                    square[i][j] += (double) row[i] * row[j];
                }
            }
        }
        return square;
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
        Jacobi naive = Jacobi.of(a);
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
            assertThat(eigen.values()[j]).isCloseTo(naive.values()[j], within(1e-12 * size));
            assertThat(j == 0 || eigen.values()[j] <= eigen.values()[j - 1]).isTrue();
        }
    }

    @Test
    void eigenvectorsPointToWhereTheirLargestNumberIsPositive() {
        Eigen eigen = Eigen.of(new double[][]{{-1, 2}, {2, -4}}); // -5 along (1, -2), 0 along (2, 1)
        double unit = Math.sqrt(5);
        assertThat(eigen.values()).containsExactly(new double[]{0, -5}, within(1e-14));
        assertThat(eigen.vectors()[0]).containsExactly(new double[]{2 / unit, -1 / unit}, within(1e-14));
        assertThat(eigen.vectors()[1]).containsExactly(new double[]{1 / unit, 2 / unit}, within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 12, 60})
    void leadingAxesAreThoseOfJacobisRotations(int count) {
        float[][] a = random(200, 60, 5);
        for (float[] row : a) {
            for (int d = 0; d < row.length; d++) {
                row[d] *= (float) Math.pow(0.9, d); // so that singular values fall
            }
        }
        Jacobi naive = Jacobi.of(square(a));
        LeadingAxes leading = LeadingAxes.of(dense(a), count, 30, 1);
        for (int j = 0; j < count; j++) {
            assertThat(leading.singular()[j]).isCloseTo(Math.sqrt(naive.values()[j]), within(1e-9 * leading.singular()[0]));
            double along = 0;
            for (int d = 0; d < 60; d++) {
                along += leading.axes()[d][j] * naive.vectors()[d][j];
            }
            assertThat(Math.abs(along)).as("axis %d", j).isCloseTo(1, within(1e-9));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "5,5", "64,384", "110,3000"})
    void orthonormalColumnsSpanWhatTheySpannedBefore(int count, int dim) {
        RandomGenerator random = RandomStream.of(dim, "columns");
        double[] before = new double[count * dim];
        Arrays.setAll(before, _ -> random.nextGaussian());
        double[] after = before.clone();
        OpenBlas.orthonormalize(after, count, dim);
        for (int i = 0; i < count; i++) {
            double[] rest = Arrays.copyOfRange(before, i * dim, (i + 1) * dim);
            for (int j = 0; j <= i; j++) {
                assertThat(dot(after, i, after, j, dim)).isCloseTo(i == j ? 1 : 0, within(1e-12));
                double share = dot(before, i, after, j, dim);
                for (int d = 0; d < dim; d++) {
                    rest[d] -= share * after[j * dim + d];
                }
            }
            assertThat(dot(rest, 0, rest, 0, dim)).isCloseTo(0, within(1e-18 * dim));
        }
    }

    @Test
    void columnsWithoutDirectionsBecomeOthers() {
        double[] columns = {1, 2, 2, 2, 4, 4, 0, 0, 0};
        OpenBlas.orthonormalize(columns, 3, 3);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(dot(columns, i, columns, j, 3)).isCloseTo(i == j ? 1 : 0, within(1e-14));
            }
        }
    }

    @Test
    void columnsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> OpenBlas.orthonormalize(new double[6], 3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> OpenBlas.orthonormalize(new double[5], 2, 3)).hasMessageContaining("5 numbers are not 2 columns of 3");
        assertThatThrownBy(() -> OpenBlas.eigenvectors(new double[5], 2)).hasMessageContaining("5 numbers are not [2, 2]");
        assertThatThrownBy(() -> OpenBlas.eigenvectors(new double[]{Double.NaN}, 1)).hasRootCauseMessage(
                "LAPACK answered -5: a number is not finite, or nothing was found");
    }

    private static double dot(double[] a, int i, double[] b, int j, int dim) {
        double sum = 0;
        for (int d = 0; d < dim; d++) {
            sum += a[i * dim + d] * b[j * dim + d];
        }
        return sum;
    }

    @Test
    void theSameBytesWheneverAndBesideWhomever() {
        SparseRows rows = dense(random(300, 150, 7));
        LeadingAxes alone = LeadingAxes.of(rows, 20, 4, 1);
        IntStream.range(0, 16).parallel().mapToObj(_ -> LeadingAxes.of(rows, 20, 4, 1)).forEach(other -> {
            assertThat(other.singular()).isEqualTo(alone.singular());
            assertThat(other.axes()).isDeepEqualTo(alone.axes());
        });
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
        assertThat(column(axes, 0)).containsExactly(new double[]{Math.sqrt(0.5), Math.sqrt(0.5), 0}, within(1e-9));
        assertThat(column(axes, 1)).containsOnly(0);
        assertThat(column(axes, 2)).containsOnly(0);
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
