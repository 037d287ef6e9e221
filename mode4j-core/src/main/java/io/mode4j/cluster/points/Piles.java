package io.mode4j.cluster.points;

import io.mode4j.work.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Points of which some are equal: the distinct ones, in the order in which they come first, and how many copies there are of each. Real captions repeat (a collection's name
 * under a thousand pictures), and equal captions have equal embeddings. Under cosine points of the same direction are equal. Immutable.
 */
public final class Piles {
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
    public static Piles of(Points points, Distance distance, Workers workers) {
        int[] first = new EqualRows(points, distance, workers).firstOfEach();
        boolean all = IntStream.range(0, first.length).allMatch(row -> first[row] == row);
        return all ? new Piles(points, first.length, null, new int[0]) : of(points, first);
    }

    /** Rows of some points, where the same number means the same point; the piles are numbered in the order in which they come first. */
    private static Piles of(Points points, int[] rows) {
        int[] number = new int[points.size()]; // of each point's pile, from 1; 0 where there is none
        int[] pileOf = new int[rows.length];
        int[] firsts = new int[rows.length];
        int[] copies = new int[rows.length];
        int piles = 0;
        for (int i = 0; i < rows.length; i++) {
            if (number[rows[i]] == 0) {
                firsts[piles++] = rows[i];
                number[rows[i]] = piles;
            }
            pileOf[i] = number[rows[i]] - 1;
            copies[pileOf[i]]++;
        }
        Points distinct = points.select(Arrays.copyOf(firsts, piles));
        return piles == rows.length ? new Piles(distinct, piles, null, new int[0])
                : new Piles(distinct, rows.length, pileOf, Arrays.copyOf(copies, piles));
    }

    /** The distinct points. */
    public Points distinct() {
        return distinct;
    }

    /** How many distinct points there are. */
    public int count() {
        return distinct.size();
    }

    /** N, all copies counted. */
    public int rows() {
        return rows;
    }

    /** The number of a row's point among the distinct ones. */
    public int pileOf(int row) {
        return pileOf == null ? row : pileOf[row];
    }

    /** How many rows are this distinct point. */
    public int copies(int pile) {
        return pileOf == null ? 1 : copies[pile];
    }

    /** How many of so many equal clusters the copies of a distinct point fill; 0 for a point with one copy. */
    public double clustersFilled(int pile, int clusters) {
        return copies(pile) == 1 ? 0 : (double) copies(pile) * clusters / rows;
    }

    /** The most copies that a point has. */
    public int largest() {
        return Arrays.stream(copies).max().orElse(1);
    }

    /** Some of the rows, in rising order, and the piles that these make. */
    public Piles select(int[] chosen) {
        if (pileOf == null) {
            return new Piles(distinct.select(chosen), chosen.length, null, copies);
        }
        return of(distinct, Arrays.stream(chosen).map(this::pileOf).toArray());
    }

    /** The rows that are left when no point may count more than {@code most} times: the first of each, in rising order. */
    public int[] rowsWithin(int most) {
        int[] taken = new int[count()];
        return IntStream.range(0, rows).filter(row -> taken[pileOf(row)]++ < most).toArray();
    }
}
