package io.mode4j.cluster;

import java.util.Arrays;

/** Which points each centre holds, and the cheapest {@link Moves} between centres. */
final class Membership {
    private static final int SCANNED = 16; // points a centre; for more it is cheaper to make the moves anew

    private final Candidates candidates;
    private final int[] owner; // [N]
    private final float[] ownCost; // [N]
    private final int[] place; // [N] position among the owner's members
    private final int[][] members; // [K][...]
    private final int[] sizes; // [K]
    private final Moves moves;

    Membership(Candidates candidates, int clusters) {
        this.candidates = candidates;
        this.owner = new int[candidates.points()];
        this.ownCost = new float[candidates.points()];
        this.place = new int[candidates.points()];
        this.members = new int[clusters][Math.max(4, candidates.points() / clusters)];
        this.sizes = new int[clusters];
        this.moves = new Moves(this, candidates, clusters);
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

    /** To be called after the lists of these points changed. */
    void listsChanged(int[] points) {
        if (points.length > SCANNED * sizes.length) {
            moves.forget();
            return;
        }
        for (int point : points) {
            moves.listChanged(owner[point], point);
        }
    }

    /** The cheapest moves from this centre to all others. */
    Moves movesFrom(int center) {
        moves.prepare(center);
        return moves;
    }

    int size(int center) {
        return sizes[center];
    }

    /** The points of a centre; only the first {@link #size} count. */
    int[] members(int center) {
        return members[center];
    }

    void give(int point, int center, float cost) {
        owner[point] = center;
        ownCost[point] = cost;
        if (sizes[center] == members[center].length) {
            members[center] = Arrays.copyOf(members[center], 2 * sizes[center]);
        }
        place[point] = sizes[center];
        members[center][sizes[center]++] = point;
        moves.added(center, point);
    }

    void take(int point) {
        int center = owner[point];
        moves.removed(center, point);
        int last = members[center][--sizes[center]];
        members[center][place[point]] = last;
        place[last] = place[point];
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

    /** What the points cost with their owners. */
    double cost() {
        double sum = 0;
        for (float cost : ownCost) {
            sum += cost;
        }
        return sum;
    }
}
