package io.mode4j.cluster.balanced;

import java.util.Arrays;

/**
 * The cheapest portions to send from one centre to another: for each pair of centres the {@value #KEPT} points of the one that cost least more with the other. Does not depend
 * on prices. Kept up to date as portions come and go; only where all that are kept for a pair are gone, and there were more, the centre's row is made anew. Rows are made for the
 * centres that are asked for: {@code 12 * KEPT * K * K} bytes at most.
 */
public final class Moves {
    private static final int KEPT = 3;
    private static final int NONE = -1;

    private final Membership members;
    private final Candidates candidates;
    private final int clusters;
    private final double[][] differences; // [K][K * KEPT], ascending for each pair; infinity where there is none
    private final int[][] portions; // [K][K * KEPT]
    private final boolean[][] more; // [K][K] whether the centre has portions for the pair that are not kept
    private final boolean[] fresh; // [K]

    Moves(Membership members, Candidates candidates, int clusters) {
        this.members = members;
        this.candidates = candidates;
        this.clusters = clusters;
        this.differences = new double[clusters][];
        this.portions = new int[clusters][];
        this.more = new boolean[clusters][];
        this.fresh = new boolean[clusters];
    }

    /** Makes the row of a centre ready for {@link #difference} and {@link #portion}. */
    void prepare(int from) {
        if (fresh[from]) {
            return;
        }
        if (differences[from] == null) {
            differences[from] = new double[clusters * KEPT];
            portions[from] = new int[clusters * KEPT];
            more[from] = new boolean[clusters];
        }
        Arrays.fill(differences[from], Double.POSITIVE_INFINITY);
        Arrays.fill(portions[from], NONE);
        Arrays.fill(more[from], false);
        fresh[from] = true;
        int[] own = members.members(from);
        for (int m = 0; m < members.held(from); m++) {
            added(from, own[m]);
        }
    }

    /** To be called after many lists changed. */
    void forget() {
        Arrays.fill(fresh, false);
    }

    /** {@code min (cost(i, to) - cost(i, from))} over the points i with a portion at {@code from} that list {@code to}; infinity where none does. */
    double difference(int from, int to) {
        return differences[from][to * KEPT];
    }

    /** The portion of {@link #difference}. */
    int portion(int from, int to) {
        return portions[from][to * KEPT];
    }

    /** To be called when a centre got a portion. */
    void added(int center, int portion) {
        if (!fresh[center]) {
            return;
        }
        int point = members.point(portion);
        int end = candidates.to(point);
        for (int e = candidates.from(point); e < end; e++) {
            int to = candidates.center(e);
            if (to != center) {
                insert(center, to, (double) candidates.cost(e) - members.ownCost(portion), portion);
            }
        }
    }

    private void insert(int from, int to, double difference, int portion) {
        double[] row = differences[from];
        int place = to * KEPT + KEPT - 1;
        boolean full = portions[from][place] != NONE;
        int last = place;
        while (last > to * KEPT && portions[from][last] == NONE) {
            last--;
        }
        if (full ? difference >= row[place] : more[from][to] && difference >= row[last]) {
            more[from][to] = true; // those that are kept stay the cheapest
            return;
        }
        more[from][to] |= full;
        while (place > to * KEPT && difference < row[place - 1]) {
            row[place] = row[place - 1];
            portions[from][place] = portions[from][place - 1];
            place--;
        }
        row[place] = difference;
        portions[from][place] = portion;
    }

    /** To be called before a centre loses a portion, with the list that its point had when it came. */
    void removed(int center, int portion) {
        if (!fresh[center]) {
            return;
        }
        int point = members.point(portion);
        int end = candidates.to(point);
        for (int e = candidates.from(point); e < end && fresh[center]; e++) {
            remove(center, candidates.center(e), portion);
        }
    }

    private void remove(int from, int to, int portion) {
        int end = (to + 1) * KEPT;
        for (int place = to * KEPT; place < end; place++) {
            if (portions[from][place] == portion) {
                System.arraycopy(portions[from], place + 1, portions[from], place, end - place - 1);
                System.arraycopy(differences[from], place + 1, differences[from], place, end - place - 1);
                portions[from][end - 1] = NONE;
                differences[from][end - 1] = Double.POSITIVE_INFINITY;
                fresh[from] = portions[from][to * KEPT] != NONE || !more[from][to];
                return;
            }
        }
    }

    /** To be called after the list of the point of one of this centre's portions changed. */
    void listChanged(int center, int portion) {
        if (!fresh[center]) {
            return;
        }
        for (int place = 0; place < portions[center].length && fresh[center]; place++) {
            if (portions[center][place] == portion) {
                remove(center, place / KEPT, portion);
            }
        }
        added(center, portion);
    }
}
