package io.mode4j.cluster.balanced;

import io.mode4j.cluster.points.Piles;
import java.util.Arrays;

/**
 * Which points each centre holds, and the cheapest {@link Moves} between centres. Copies of one point may lie with several centres: what lies with one of them is a
 * <i>portion</i>, which is moved whole or in part, however many copies it is. Portion i is one of point i; further ones come and go as points are split.
 */
final class Membership {
    private static final int SCANNED = 16; // points a centre; for more it is cheaper to make the moves anew
    private static final int NONE = -1;

    private final Candidates candidates;
    private final Moves moves;
    private int[] owner; // [portions]
    private float[] ownCost; // [portions]
    private int[] copies; // [portions]
    private int[] place; // [portions] position among the owner's members
    private int[] next; // [portions] another portion of the same point
    private int[] pointOf = {}; // [portions - N] of those beyond the first N
    private int portions;
    private int free = NONE; // the first of the portions that are not in use, linked by next
    private final int[][] members; // [K][...] portions
    private final int[] held; // [K] how many portions
    private final int[] sizes; // [K] how many points, all copies counted

    Membership(Candidates candidates, int clusters) {
        this.candidates = candidates;
        this.portions = candidates.points();
        this.owner = new int[portions];
        this.ownCost = new float[portions];
        this.copies = new int[portions];
        this.place = new int[portions];
        this.next = new int[portions];
        this.members = new int[clusters][Math.max(4, portions / clusters)];
        this.held = new int[clusters];
        this.sizes = new int[clusters];
        this.moves = new Moves(this, candidates, clusters);
        Arrays.fill(owner, NONE);
        Arrays.fill(next, NONE);
    }

    /** The centre of each row, {@code [N]}; copies of a point are given out to its centres in the rows' order. */
    int[] owners() {
        Piles piles = candidates.piles();
        int[] owners = new int[piles.rows()];
        int[] left = copies.clone();
        int[] current = new int[candidates.points()];
        Arrays.setAll(current, i -> i);
        for (int row = 0; row < owners.length; row++) {
            int point = piles.pileOf(row);
            while (left[current[point]] == 0) {
                current[point] = next[current[point]];
            }
            left[current[point]]--;
            owners[row] = owner[current[point]];
        }
        return owners;
    }

    int owner(int portion) {
        return owner[portion];
    }

    int copies(int portion) {
        return copies[portion];
    }

    int point(int portion) {
        return portion < candidates.points() ? portion : pointOf[portion - candidates.points()];
    }

    /** The next portion of the same point after this one; the first has the point's own number. Below 0 after the last. */
    int next(int portion) {
        return next[portion];
    }

    /** What a copy costs with its owner. */
    float ownCost(int portion) {
        return ownCost[portion];
    }

    /** To be called after the lists of these points changed. */
    void listsChanged(int[] points) {
        if (points.length > SCANNED * sizes.length) {
            moves.forget();
            return;
        }
        for (int point : points) {
            for (int portion = point; portion != NONE; portion = next[portion]) {
                moves.listChanged(owner[portion], portion);
            }
        }
    }

    /** The cheapest moves from this centre to all others. */
    Moves movesFrom(int center) {
        moves.prepare(center);
        return moves;
    }

    /** How many points a centre has, all copies counted. */
    int size(int center) {
        return sizes[center];
    }

    /** How many portions a centre holds. */
    int held(int center) {
        return held[center];
    }

    /** The portions of a centre; only the first {@link #held} count. */
    int[] members(int center) {
        return members[center];
    }

    /** Gives a point with all of its copies to a centre; they belong to none yet. */
    void give(int point, int center, float cost) {
        place(point, center, cost, candidates.piles().copies(point));
    }

    /** Moves some copies of a portion to one of the point's candidates. */
    void move(int portion, int center, int amount) {
        move(portion, center, costOf(point(portion), center), amount);
    }

    /** Moves some copies of a portion to a centre where a copy costs so much. */
    void move(int portion, int center, float cost, int amount) {
        int there = portionAt(point(portion), center);
        if (amount < copies[portion]) {
            copies[portion] -= amount;
            sizes[owner[portion]] -= amount;
            join(there == NONE ? split(portion) : there, center, cost, amount);
        } else if (there == NONE) {
            take(portion);
            place(portion, center, cost, amount);
        } else if (portion < there) { // the first portion of a point stays in use
            int both = copies[there] + amount;
            take(there);
            release(there);
            take(portion);
            place(portion, center, cost, both);
        } else {
            take(portion);
            release(portion);
            join(there, center, cost, amount);
        }
    }

    /** Adds copies to a portion, which a centre has or gets now. */
    private void join(int portion, int center, float cost, int amount) {
        if (owner[portion] == NONE) {
            place(portion, center, cost, amount);
        } else {
            copies[portion] += amount;
            sizes[center] += amount;
        }
    }

    private int portionAt(int point, int center) {
        int portion = point;
        while (portion != NONE && owner[portion] != center) {
            portion = next[portion];
        }
        return portion;
    }

    private void place(int portion, int center, float cost, int amount) {
        owner[portion] = center;
        ownCost[portion] = cost;
        copies[portion] = amount;
        if (held[center] == members[center].length) {
            members[center] = Arrays.copyOf(members[center], 2 * held[center]);
        }
        place[portion] = held[center];
        members[center][held[center]++] = portion;
        sizes[center] += amount;
        moves.added(center, portion);
    }

    private void take(int portion) {
        int center = owner[portion];
        moves.removed(center, portion);
        int last = members[center][--held[center]];
        members[center][place[portion]] = last;
        place[last] = place[portion];
        sizes[center] -= copies[portion];
        owner[portion] = NONE;
    }

    /** A further portion of a portion's point, without an owner yet. */
    private int split(int portion) {
        int made = free;
        if (made == NONE) {
            grow();
            made = portions++;
        } else {
            free = next[made];
        }
        int point = point(portion);
        pointOf[made - candidates.points()] = point;
        owner[made] = NONE;
        next[made] = next[point];
        next[point] = made;
        return made;
    }

    private void release(int portion) {
        int before = point(portion);
        while (next[before] != portion) {
            before = next[before];
        }
        next[before] = next[portion];
        next[portion] = free;
        free = portion;
    }

    private void grow() {
        if (portions == owner.length) {
            int more = portions + portions / 4 + 4;
            owner = Arrays.copyOf(owner, more);
            ownCost = Arrays.copyOf(ownCost, more);
            copies = Arrays.copyOf(copies, more);
            place = Arrays.copyOf(place, more);
            next = Arrays.copyOf(next, more);
            pointOf = Arrays.copyOf(pointOf, more - candidates.points());
        }
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
        for (int point = 0; point < candidates.points(); point++) {
            for (int portion = point; portion != NONE; portion = next[portion]) {
                sum += copies[portion] * (double) ownCost[portion];
            }
        }
        return sum;
    }
}
