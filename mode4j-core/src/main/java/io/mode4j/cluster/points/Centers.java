package io.mode4j.cluster.points;

import io.mode4j.linalg.Vectors;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Centres, row major {@code [count, dim]} float32. The array is not copied: its owner does not change it afterwards.
 *
 * @param count K, the number of centres
 * @param dim D, the length of one
 * @param values {@code [K, D]}
 */
@SuppressWarnings("ArrayRecordComponent") // a matrix, shared on purpose; nobody compares these
public record Centers(int count, int dim, float[] values) implements Serializable {
    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if the array's length is not {@code count * dim}
     */
    public Centers {
        if (count < 1 || dim < 1 || (long) count * dim != values.length) {
            throw new IllegalArgumentException(
                    "centres [" + count + ", " + dim + "] need " + (long) count * dim + " values, found " + values.length);
        }
    }

    /** A copy of centre {@code index}, {@code [D]}. */
    public float[] row(int index) {
        return Arrays.copyOfRange(values, index * dim, (index + 1) * dim);
    }

    /** A centre and how far it is. */
    public record Nearest(int center, double distance) {}

    /** The centre nearest to a point {@code [D]}; of equals, the first. */
    public Nearest nearest(float[] point, Distance distance) {
        Nearest nearest = new Nearest(0, Double.POSITIVE_INFINITY);
        for (int k = 0; k < count; k++) {
            double apart = distance.between(point, 0, values, k * dim, dim);
            if (apart < nearest.distance) {
                nearest = new Nearest(k, apart);
            }
        }
        return nearest;
    }

    /** The first {@code dims} numbers of each centre. */
    public Centers leading(int dims) {
        float[] leading = new float[count * dims];
        for (int k = 0; k < count; k++) {
            System.arraycopy(values, k * dim, leading, k * dims, dims);
        }
        return new Centers(count, dims, leading);
    }

    /** The centres as they are compared: scaled to length one under {@link Distance#COSINE}. */
    public Centers comparable(Distance distance) {
        if (distance == Distance.EUCLIDEAN) {
            return this;
        }
        float[] unit = values.clone();
        for (int k = 0; k < count; k++) {
            Vectors.normalize(unit, k * dim, dim);
        }
        return new Centers(count, dim, unit);
    }
}
