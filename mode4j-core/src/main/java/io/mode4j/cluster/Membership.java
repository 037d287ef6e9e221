package io.mode4j.cluster;

import java.util.Arrays;

/**
 * Which points each centre holds, and the cheapest way to send one of a centre's points to every other centre.
 *
 * <p>{@code cheapest(a)[b]} is {@code min (cost(i, b) - cost(i, a))} over the points i of centre a that have b among their candidates. It does not
 * depend on prices, so it is kept until a point leaves a; K x K, made only for the centres that a search visits.
 */
final class Membership {
    private final Candidates candidates;
    private final int[] owner; // [N]
    private final float[] ownCost; // [N]
    private final int[] place; // [N] position among the owner's members
    private final int[][] members; // [K][...]
    private final int[] sizes; // [K]
    private final double[][] cheapest; // [K][K], rows made on demand
    private final int[][] mover; // [K][K]
    private final boolean[] fresh; // [K]

    Membership(Candidates candidates, int clusters) {
        this.candidates = candidates;
        this.owner = new int[candidates.points()];
        this.ownCost = new float[candidates.points()];
        this.place = new int[candidates.points()];
        this.members = new int[clusters][Math.max(4, candidates.points() / clusters)];
        this.sizes = new int[clusters];
        this.cheapest = new double[clusters][];
        this.mover = new int[clusters][];
        this.fresh = new boolean[clusters];
        Arrays.fill(owner, -1);
    }

    int[] owners() {
        return owner;
    }

    int owner(int point) {
        return owner[point];
    }

    /** What a point costs with its owner. */
    float ownCost(int point) {
        return ownCost[point];
    }

    /** To be called when candidates changed. */
    void listsChanged() {
        Arrays.fill(fresh, false);
    }

    int size(int center) {
        return sizes[center];
    }

    /** The points of a centre; only the first {@link #size} count. */
    int[] members(int center) {
        return members[center];
    }

    /** The point that {@code cheapest(from)[to]} belongs to. */
    int mover(int from, int to) {
        return mover[from][to];
    }

    void give(int point, int center, float cost) {
        owner[point] = center;
        ownCost[point] = cost;
        if (sizes[center] == members[center].length) {
            members[center] = Arrays.copyOf(members[center], 2 * sizes[center]);
        }
        place[point] = sizes[center];
        members[center][sizes[center]++] = point;
        if (fresh[center]) {
            offer(center, point);
        }
    }

    void take(int point) {
        int center = owner[point];
        int last = members[center][--sizes[center]];
        members[center][place[point]] = last;
        place[last] = place[point];
        fresh[center] = false;
    }

    /** Moves a point to one of its candidates. */
    void move(int point, int center) {
        take(point);
        give(point, center, costOf(point, center));
    }

    private float costOf(int point, int center) {
        for (int e = candidates.from(point); e < candidates.to(point); e++) {
            if (candidates.center(e) == center) {
                return candidates.cost(e);
            }
        }
        throw new IllegalStateException("centre " + center + " is not a candidate of point " + point);
    }

    double[] cheapest(int center) {
        if (!fresh[center]) {
            refresh(center);
        }
        return cheapest[center];
    }

    private void refresh(int center) {
        if (cheapest[center] == null) {
            cheapest[center] = new double[cheapest.length];
            mover[center] = new int[cheapest.length];
        }
        Arrays.fill(cheapest[center], Double.POSITIVE_INFINITY);
        for (int m = 0; m < sizes[center]; m++) {
            offer(center, members[center][m]);
        }
        fresh[center] = true;
    }

    private void offer(int center, int point) {
        double[] row = cheapest[center];
        int end = candidates.to(point);
        for (int e = candidates.from(point); e < end; e++) {
            double difference = (double) candidates.cost(e) - ownCost[point];
            if (difference < row[candidates.center(e)]) {
                row[candidates.center(e)] = difference;
                mover[center][candidates.center(e)] = point;
            }
        }
    }

    /** What the points cost with their owners. */
    double cost() {
        double sum = 0;
        for (float cost : ownCost) {
            sum += cost;
        }
        return sum;
    }
}
