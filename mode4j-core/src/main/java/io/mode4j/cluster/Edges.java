package io.mode4j.cluster;

import java.util.Arrays;

/**
 * The sizes that result when every point goes to its first choice, and how they change with the prices: points whose first and second choice lie within a width of
 * each other stand on the edge between two centres, and go over when the prices' difference grows by as much. That makes the Hessian of the dual a Laplacian, with the centres as
 * nodes and these points as edges (Kitagawa, Mérigot, Thibert 2019 for continuous densities).
 */
final class Edges {
    private static final int CHUNK = 16_384;
    private static final int MAX_EDGES = 1 << 18; // of more points on edges, every n-th tells enough
    private static final double GROUND = 0.01; // points on an edge to nowhere: what keeps centres without edges to others from moving without end
    private static final int MAX_STEPS = 100;
    private static final double PRECISION = 0.01;

    private final int[] sizes; // [K]
    private final double width;
    private final double[] values; // [chunks]
    private final int[][] first; // [chunks][E] the two centres of each edge
    private final int[][] second;
    private final double weight; // points an edge stands for, per unit of price

    Edges(Candidates candidates, double[] prices, double width, Workers workers) {
        int points = candidates.points();
        int chunks = Math.ceilDiv(points, CHUNK);
        int stride = Math.ceilDiv(points, 4 * MAX_EDGES);
        this.sizes = new int[prices.length - 1];
        this.width = width;
        this.first = new int[chunks][];
        this.second = new int[chunks][];
        this.values = new double[chunks];
        this.weight = stride / (2 * width);
        workers.forEach(chunks, () -> {
            Choice choice = new Choice();
            return chunk -> {
                int from = chunk * CHUNK;
                int to = Math.min(points, from + CHUNK);
                int[] part = new int[sizes.length];
                int[] one = new int[to - from];
                int[] other = new int[to - from];
                int count = 0;
                double sum = 0;
                for (int i = from; i < to; i++) {
                    choice.of(candidates, prices, i);
                    part[choice.first]++;
                    sum += choice.firstValue;
                    if (i % stride == 0 && choice.second != choice.first && choice.margin() < width) {
                        one[count] = choice.first;
                        other[count++] = choice.second;
                    }
                }
                first[chunk] = Arrays.copyOf(one, count);
                second[chunk] = Arrays.copyOf(other, count);
                values[chunk] = sum;
                add(part);
            };
        });
    }

    private void add(int[] part) {
        synchronized (sizes) { // counts: the order does not matter
            for (int k = 0; k < sizes.length; k++) {
                sizes[k] += part[k];
            }
        }
    }

    /** How many points prefer each centre, {@code [K]}; not a copy. */
    int[] sizes() {
        return sizes;
    }

    /** What the points' first choices cost, prices included. */
    double value() {
        return Arrays.stream(values).sum(); // in the chunks' order, whatever the threads
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
        for (int c = 0; c < first.length; c++) {
            for (int e = 0; e < first[c].length; e++) {
                slopes[first[c][e]] += weight;
                slopes[second[c][e]] += weight;
            }
        }
        return slopes;
    }

    private double[] multiply(double[] x, boolean[] fixed) {
        double[] product = new double[x.length];
        Arrays.setAll(product, i -> GROUND / (2 * width) * x[i]);
        for (int c = 0; c < first.length; c++) {
            int[] one = first[c];
            int[] other = second[c];
            for (int e = 0; e < one.length; e++) {
                double flow = weight * (x[one[e]] - x[other[e]]);
                product[one[e]] += flow;
                product[other[e]] -= flow;
            }
        }
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
