package io.mode4j.cluster.balanced;

import io.mode4j.cluster.points.Piles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sizes that result when every point goes to its first choice, and how they change with the prices: points whose first and second choice lie within a width of
 * each other stand on the edge between two centres, and go over when the prices' difference grows by as much. That makes the Hessian of the dual a Laplacian, with the centres as
 * nodes and these points as edges (Kitagawa, Mérigot, Thibert 2019 for continuous densities).
 */
final class DualHessian {
    private static final int SAMPLE = 4096; // points that tell what a share of all have
    private static final int MAX_EDGES = 1 << 18; // of more points on edges, every n-th tells enough
    private static final double GROUND = 0.01; // points on an edge to nowhere: what keeps centres without edges to others from moving without end
    private static final double LARGE = 0.25; // copies of a point that fill more than this share of a cluster are shared out
    private static final int MAX_STEPS = 100;
    private static final double PRECISION = 0.01;

    private final double[] sizes; // [K]
    private final double value;
    private final double width;
    private final int[] first; // [E] the two centres of each edge
    private final int[] second;
    private final double[] weights; // [E] points an edge stands for, per unit of price
    private final List<PileShares> shared = new ArrayList<>(); // of the points that are edges between all of their candidates

    /**
     * Looks at all points.
     *
     * @param share of the points that lie on an edge
     */
    DualHessian(Choices choices, Candidates candidates, double[] prices, int clusters, double share) {
        Piles piles = candidates.piles();
        int points = piles.count();
        int[] one = new int[points];
        int[] other = new int[points];
        float[] margins = new float[points];
        double[] values = new double[points];
        choices.forEach((point, choice) -> {
            one[point] = choice.first;
            other[point] = choice.second;
            margins[point] = (float) choice.margin();
            values[point] = choice.firstValue;
        });
        this.sizes = new double[clusters];
        this.width = width(sample(margins), share);
        int stride = Math.ceilDiv(points, 4 * MAX_EDGES);
        this.weights = new double[Math.ceilDiv(points, stride)];
        double sum = 0;
        int count = 0;
        for (int i = 0; i < points; i++) { // in the points' order, whatever the threads
            int copies = piles.copies(i);
            sum += copies * values[i];
            if (piles.clustersFilled(i, clusters) > LARGE) {
                shared.add(new PileShares(candidates, prices, i, width / 2));
                continue;
            }
            sizes[one[i]] += copies;
            if (i % stride == 0 && margins[i] < width) {
                weights[count] = copies * stride / (2 * width);
                one[count] = one[i];
                other[count++] = other[i];
            }
        }
        shared.forEach(shares -> shares.addTo(sizes));
        this.value = sum;
        this.first = Arrays.copyOf(one, count);
        this.second = Arrays.copyOf(other, count);
    }

    /** The margin that a share of these stay below. Reorders {@code margins}. */
    static double width(float[] margins, double share) {
        float largest = 0;
        for (float margin : margins) {
            largest = Math.max(largest, margin);
        }
        double least = Math.max(1e-6 * (Float.isFinite(largest) ? largest : 1), 1e-12);
        return Math.max(Selection.smallest(margins, (int) (share * margins.length) + 1), least);
    }

    /** Every how many-th point is enough to tell what a share of all points have. */
    static int stride(int points) {
        return Math.max(1, points / SAMPLE);
    }

    private static float[] sample(float[] values) {
        int stride = stride(values.length);
        float[] sample = new float[values.length / stride];
        for (int i = 0; i < sample.length; i++) {
            sample[i] = values[i * stride];
        }
        return sample;
    }

    /** How far first and second choice of the points on edges lie apart at most. */
    double width() {
        return width;
    }

    /** How many points prefer each centre, {@code [K]}, those of a large pile as {@link PileShares} shares them; not a copy. */
    double[] sizes() {
        return sizes;
    }

    /** What the points' first choices cost, prices included. */
    double value() {
        return value;
    }

    /**
     * The moves of the prices that should remove the excess, to first order: conjugate gradients on the Laplacian, with its diagonal as preconditioner.
     *
     * @param excess points too many, {@code [K]}
     * @param fixed centres whose prices stay
     */
    double[] moves(double[] excess, boolean[] fixed) {
        int k = sizes.length;
        double[] diagonal = slopes();
        double[] move = new double[k];
        double[] rest = new double[k];
        double[] direction = new double[k];
        double rho = 0;
        for (int i = 0; i < k; i++) {
            rest[i] = fixed[i] ? 0 : excess[i];
            direction[i] = rest[i] / diagonal[i];
            rho += rest[i] * direction[i];
        }
        double enough = PRECISION * PRECISION * rho;
        for (int step = 0; step < MAX_STEPS && rho > enough; step++) {
            double[] change = multiply(direction, fixed);
            double length = rho / dot(direction, change);
            double next = 0;
            for (int i = 0; i < k; i++) {
                move[i] += length * direction[i];
                rest[i] -= length * change[i];
                next += rest[i] * rest[i] / diagonal[i];
            }
            for (int i = 0; i < k; i++) {
                direction[i] = rest[i] / diagonal[i] + next / rho * direction[i];
            }
            rho = next;
        }
        return move;
    }

    /** How fast each size changes with its centre's price, in points a unit: the Laplacian's diagonal, {@code [K]}. */
    private double[] slopes() {
        double[] slopes = new double[sizes.length];
        Arrays.fill(slopes, GROUND / (2 * width));
        for (int e = 0; e < first.length; e++) {
            slopes[first[e]] += weights[e];
            slopes[second[e]] += weights[e];
        }
        shared.forEach(shares -> shares.addSlopes(slopes));
        return slopes;
    }

    private double[] multiply(double[] x, boolean[] fixed) {
        double[] product = new double[x.length];
        Arrays.setAll(product, i -> GROUND / (2 * width) * x[i]);
        for (int e = 0; e < first.length; e++) {
            double flow = weights[e] * (x[first[e]] - x[second[e]]);
            product[first[e]] += flow;
            product[second[e]] -= flow;
        }
        shared.forEach(shares -> shares.addFlow(x, product));
        for (int i = 0; i < product.length; i++) {
            product[i] = fixed[i] ? 0 : product[i];
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
