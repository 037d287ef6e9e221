package io.mode4j.cluster.points;

import io.mode4j.linalg.Vectors;

/**
 * Centres made ready for {@link PointBlock}: scaled to length one under cosine, and shifted. Immutable; shared by the workers.
 */
public final class ShiftedCenters {
    private final Distance distance;
    private final Centers centers; // comparable, not shifted
    private final float[] origin; // [D]
    private final float[] rows; // [K, D]
    private final float[] norms; // [K]
    private final double longest;

    /** Shifted by their mean. */
    public ShiftedCenters(Centers original, Distance distance) {
        this(original, distance, mean(original.comparable(distance)));
    }

    /** Shifted by {@code origin}, {@code [D]}. */
    public ShiftedCenters(Centers original, Distance distance, float[] origin) {
        this.distance = distance;
        this.centers = original.comparable(distance);
        this.origin = origin;
        this.rows = new float[centers.values().length];
        this.norms = new float[centers.count()];
        double most = 0;
        for (int k = 0; k < norms.length; k++) {
            int start = k * origin.length;
            for (int d = 0; d < origin.length; d++) {
                rows[start + d] = centers.values()[start + d] - origin[d];
            }
            double norm = Vectors.squaredNorm(rows, start, origin.length);
            norms[k] = (float) norm;
            most = Math.max(most, norm);
        }
        if (!Double.isFinite(most)) {
            throw new UnfitPointsException("a centre holds NaN or an infinity");
        }
        this.longest = Math.sqrt(most);
    }

    private static float[] mean(Centers centers) {
        double[] sums = new double[centers.dim()];
        for (int i = 0; i < centers.values().length; i++) {
            sums[i % sums.length] += centers.values()[i];
        }
        float[] mean = new float[sums.length];
        for (int d = 0; d < mean.length; d++) {
            mean[d] = (float) (sums[d] / centers.count());
        }
        return mean;
    }

    /** Some of the centres, shifted alike. */
    public ShiftedCenters select(int[] chosen) {
        float[] values = new float[chosen.length * dim()];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(centers.values(), chosen[i] * dim(), values, i * dim(), dim());
        }
        return new ShiftedCenters(new Centers(chosen.length, dim(), values), distance, origin);
    }

    public int count() {
        return centers.count();
    }

    public int dim() {
        return centers.dim();
    }

    public Distance distance() {
        return distance;
    }

    public float[] origin() {
        return origin;
    }

    /** {@code [K, D]}, shifted; not a copy. */
    public float[] rows() {
        return rows;
    }

    /** Squared lengths of the shifted centres, {@code [K]}; not a copy. */
    public float[] norms() {
        return norms;
    }

    /** The mean of these, in which costs can be measured. */
    public double spread() {
        double sum = 0;
        for (float norm : norms) {
            sum += norm;
        }
        return sum / norms.length;
    }

    public double longest() {
        return longest;
    }

    /** The centres as they are compared, without the shift. */
    public Centers comparable() {
        return centers;
    }
}
