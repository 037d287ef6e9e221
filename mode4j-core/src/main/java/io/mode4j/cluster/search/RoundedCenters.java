package io.mode4j.cluster.search;

import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.linalg.OneDnn;
import io.mode4j.linalg.OpenBlas;
import io.mode4j.linalg.Vectors;
import java.util.Optional;

/**
 * Centres as {@link RoundedTile} compares them: turned onto d axes or as they are, then rounded to bytes. Immutable; shared by the workers.
 *
 * <p>With orthonormal axes Q {@code [d, D]}, and what they leave of a vector, {@code |v|^2 - |Qv|^2}, as the square of {@code out(v)}:
 *
 * <pre>|x.c - Qx.Qc| &lt;= out(x) out(c)      (Cauchy and Schwarz).</pre>
 */
final class RoundedCenters {
    private final ShiftedCenters centers;
    private final Optional<float[]> axes; // [d, D]
    private final int dim; // d, or D
    private final ByteRows rows;
    private final byte[] bytes; // [K, d]
    private final float[] outside; // [K] what the axes leave, rounded up
    private final double longest; // of the rows on the axes
    private final double largestRest; // that rounding to bytes took

    private RoundedCenters(ShiftedCenters centers, Optional<float[]> axes) {
        this.centers = centers;
        this.axes = axes;
        this.dim = axes.map(q -> q.length / centers.dim()).orElse(centers.dim());
        this.rows = new ByteRows(centers.count(), dim, OneDnn.MOST);
        this.outside = new float[centers.count()];
        float[] turned = turn(centers.rows(), centers.count(), new float[centers.count() * dim]);
        float[] row = new float[dim];
        double most = 0;
        double rest = 0;
        for (int k = 0; k < centers.count(); k++) {
            System.arraycopy(turned, k * dim, row, 0, dim);
            double norm = Vectors.squaredNorm(row, 0, dim);
            rows.set(k, row, Math.sqrt(norm));
            outside[k] = outside(centers.norms()[k], norm);
            most = Math.max(most, Math.sqrt(norm));
            rest = Math.max(rest, rows.rest(k));
        }
        this.bytes = OneDnn.counted(rows.values());
        this.longest = most;
        this.largestRest = rest;
    }

    /** On the centres' own leading axes. */
    static RoundedCenters onAxes(ShiftedCenters centers) {
        return new RoundedCenters(centers, Optional.of(CenterAxes.of(centers)));
    }

    /** In all dimensions. */
    static RoundedCenters whole(ShiftedCenters centers) {
        return new RoundedCenters(centers, Optional.empty());
    }

    /** Vectors {@code [count, D]} on the axes, {@code [count, d]}, in {@code into}; without axes the vectors themselves. */
    float[] turn(float[] vectors, int count, float[] into) {
        if (axes.isEmpty()) {
            return vectors;
        }
        OpenBlas.products(1, vectors, 0, count, axes.get(), dim, centers.dim(), into, dim);
        return into;
    }

    /** The length of what the axes leave of a vector, at most. */
    float outside(double norm, double turned) {
        return axes.isEmpty() ? 0 : Math.nextUp((float) Math.sqrt(Math.max(0, norm - turned) + turning() * norm));
    }

    /** How far float32 and axes that are not quite orthonormal put products on the axes off, in units of both vectors' lengths. */
    private double turning() {
        return axes.isEmpty() ? 0 : 4 * Math.sqrt(dim) * (centers.dim() + 8) * 0x1p-24;
    }

    /**
     * How much too large a squared distance from products of bytes may be, besides {@link #outside}.
     *
     * @param norm a point's squared length
     * @param turned that on the axes
     * @param rest the length of what rounding took from it
     */
    float error(double norm, double turned, double rest) {
        double missed = rest * longest + (Math.sqrt(turned) + rest) * largestRest + turning() * Math.sqrt(norm) * centers.longest();
        return Math.nextUp((float) (2 * missed));
    }

    /** Whether there are axes. */
    boolean turns() {
        return axes.isPresent();
    }

    ShiftedCenters centers() {
        return centers;
    }

    /** d, or D without axes. */
    int dim() {
        return dim;
    }

    float scale(int center) {
        return rows.scale(center);
    }

    /** {@code [K]}; not a copy. */
    float[] outside() {
        return outside;
    }

    /** {@code [K, d]} for {@link OneDnn#products}; not a copy. */
    byte[] bytes() {
        return bytes;
    }
}
