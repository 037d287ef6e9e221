package io.mode4j.cluster.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mode4j.cluster.points.TestPoints;
import io.mode4j.linalg.OneDnn;
import io.mode4j.linalg.Vectors;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Vectors rounded to bytes: what their products miss is within the bound, and oneDNN's products are exact. */
class ByteRowsTest {
    @Seeds(100)
    void productsMissNoMoreThanTheBound(Draws draws) {
        int dim = draws.between(1, 500);
        int exponent = draws.between(-6, 6);
        boolean narrow = draws.flip();
        long seed = draws.anyLong();
        float[] x = TestPoints.gaussian(1, dim, seed);
        float[] c = TestPoints.gaussian(1, dim, seed + 1);
        for (int d = 0; d < dim; d++) {
            c[d] *= (float) Math.pow(10, exponent);
        }
        double lengthOfX = Math.sqrt(Vectors.squaredNorm(x, 0, dim));
        double lengthOfC = Math.sqrt(Vectors.squaredNorm(c, 0, dim));
        int most = narrow ? ByteRows.MOST / 2 : ByteRows.MOST;
        ByteRows rows = new ByteRows(2, dim, most);
        rows.set(0, x, lengthOfX);
        rows.set(1, c, lengthOfC);
        double rounded = 0;
        for (int d = 0; d < dim; d++) {
            rounded += rows.values()[d] * rows.values()[dim + d];
        }
        rounded *= (double) rows.scale(0) * rows.scale(1);
        double bound = rows.rest(0) * lengthOfC + (lengthOfX + rows.rest(0)) * rows.rest(1);
        assertThat(Math.abs(rounded - Vectors.dot(x, 0, c, 0, dim))).isLessThanOrEqualTo(bound);
        assertThat(bound).isLessThan(0.05 * ByteRows.MOST / most * Math.sqrt(dim) * lengthOfX * lengthOfC);
    }

    @Test
    void zeroVectorsAreNothing() {
        ByteRows rows = new ByteRows(1, 5, 63);
        rows.set(0, new float[5], 0);
        assertThat(rows.values()).containsOnly(0);
        assertThat(rows.rest(0)).isZero();
    }

    @Seeds(50)
    void oneDnnsProductsAreExact(Draws draws) {
        int count = draws.between(1, 70);
        int size = draws.between(2, 70);
        int dim = draws.between(1, 400);
        long seed = draws.anyLong();
        assumeTrue(OneDnn.fast());
        byte[] a = bytes((count + 2) * dim, seed, OneDnn.MOST);
        byte[] b = bytes(size * dim, seed + 1, ByteRows.MOST);
        Arrays.fill(a, 2 * dim, 3 * dim, (byte) (seed % 2 == 0 ? OneDnn.MOST : -OneDnn.MOST)); // the largest sums, and the least
        Arrays.fill(b, 0, dim, (byte) -ByteRows.MOST);
        Arrays.fill(b, dim, 2 * dim, (byte) ByteRows.MOST);
        int[] found = new int[count * (size + 3)];
        OneDnn.products(OneDnn.counted(a), 2, count, b, size, dim, found, size + 3);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < size; j++) {
                int sum = 0;
                for (int d = 0; d < dim; d++) {
                    sum += a[(i + 2) * dim + d] * b[j * dim + d];
                }
                assertThat(found[i * (size + 3) + j]).isEqualTo(sum);
            }
        }
    }

    private static byte[] bytes(int count, long seed, int most) {
        float[] values = TestPoints.gaussian(count, 1, seed);
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) Math.clamp(most / 2f * values[i], -most, most);
        }
        return bytes;
    }

    @Test
    void arraysThatAreTooShortAreRefused() {
        assertThatThrownBy(() -> OneDnn.products(new byte[4], 0, 2, new byte[4], 2, 2, new int[3], 2))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
