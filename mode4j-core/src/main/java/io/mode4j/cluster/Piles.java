package io.mode4j.cluster;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Points of which some are equal: the distinct ones, in the order in which they come first, and how many copies there are of each. Real captions repeat (a collection's name
 * under a thousand pictures), and equal captions have equal embeddings. Under cosine points of the same direction are equal. Immutable.
 */
final class Piles {
    private final Points distinct;
    private final int rows;
    private final int @Nullable [] pileOf; // [N]; null when all points are distinct
    private final int[] copies; // [piles]; empty when all points are distinct

    private Piles(Points distinct, int rows, int @Nullable [] pileOf, int[] copies) {
        this.distinct = distinct;
        this.rows = rows;
        this.pileOf = pileOf;
        this.copies = copies;
    }

    /**
     * Finds equal points.
     *
     * @throws IllegalArgumentException if a point holds NaN, an infinity, or values too large for float32 squares
     */
    static Piles of(Points points, Distance distance, Workers workers) {
        EqualRows equal = new EqualRows(points, distance, workers);
        int[] first = equal.firstOfEach();
        int[] pileOf = new int[first.length];
        int[] firsts = new int[first.length];
        int piles = 0;
        for (int row = 0; row < first.length; row++) {
            if (first[row] == row) {
                firsts[piles] = row;
                pileOf[row] = piles++;
            } else {
                pileOf[row] = pileOf[first[row]];
            }
        }
        return of(points, pileOf, Arrays.copyOf(firsts, piles));
    }

    private static Piles of(Points points, int[] pileOf, int[] firsts) {
        if (firsts.length == pileOf.length) {
            return new Piles(points, pileOf.length, null, new int[0]);
        }
        int[] copies = new int[firsts.length];
        for (int pile : pileOf) {
            copies[pile]++;
        }
        return new Piles(points.select(firsts), pileOf.length, pileOf, copies);
    }

    /** The distinct points. */
    Points distinct() {
        return distinct;
    }

    /** How many distinct points there are. */
    int count() {
        return distinct.size();
    }

    /** N, all copies counted. */
    int rows() {
        return rows;
    }

    /** The number of a row's point among the distinct ones. */
    int pileOf(int row) {
        return pileOf == null ? row : pileOf[row];
    }

    /** How many rows are this distinct point. */
    int copies(int pile) {
        return pileOf == null ? 1 : copies[pile];
    }

    /** The most copies that a point has. */
    int largest() {
        return Arrays.stream(copies).max().orElse(1);
    }

    /** Some of the rows, in rising order, and the piles that these make. */
    Piles select(int[] chosen) {
        if (pileOf == null) {
            return new Piles(distinct.select(chosen), chosen.length, null, copies);
        }
        int[] number = new int[count()]; // of a pile among those that are left, from 1; 0 where none is
        int[] left = new int[chosen.length];
        int[] kept = new int[chosen.length];
        int piles = 0;
        for (int i = 0; i < chosen.length; i++) {
            int pile = pileOf[chosen[i]];
            if (number[pile] == 0) {
                kept[piles++] = pile;
                number[pile] = piles;
            }
            left[i] = number[pile] - 1;
        }
        int[] firsts = Arrays.copyOf(kept, piles);
        return piles == chosen.length ? new Piles(distinct.select(firsts), piles, null, new int[0])
                : new Piles(distinct.select(firsts), chosen.length, left, counts(left, piles));
    }

    private static int[] counts(int[] pileOf, int piles) {
        int[] counts = new int[piles];
        for (int pile : pileOf) {
            counts[pile]++;
        }
        return counts;
    }

    /** The rows that are left when no point may count more than {@code most} times: the first of each, in rising order. */
    int[] rowsWithin(int most) {
        int[] taken = new int[count()];
        return IntStream.range(0, rows).filter(row -> taken[pileOf(row)]++ < most).toArray();
    }
}
