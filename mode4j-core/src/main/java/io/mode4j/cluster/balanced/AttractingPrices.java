package io.mode4j.cluster.balanced;

import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.work.Workers;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * How far the prices of centres that hold too few points must fall to attract others, found on a sample of the points: where a centre lies far from all points but its
 * own, no list holds it, and the lists do not tell.
 */
final class AttractingPrices {
    private static final int SAMPLE = 1 << 16;

    private final PricedLists lists;
    private final Candidates candidates;
    private final Workers workers;

    AttractingPrices(PricedLists lists, Workers workers) {
        this.lists = lists;
        this.candidates = lists.candidates();
        this.workers = workers;
    }

    /**
     * By how much the price of each centre must fall until about {@code count} points prefer it that now prefer a centre of {@code from}, {@code [F]}; 0 where none
     * can.
     */
    double[] falls(int[] centers, IntPredicate from, long count) {
        Piles piles = candidates.piles();
        int stride = Math.ceilDiv(piles.rows(), SAMPLE);
        int[] sample = new int[piles.rows() / stride];
        Arrays.setAll(sample, i -> piles.pileOf(i * stride)); // a point as often as it has copies
        float[][] differences = differences(centers, from, sample);
        int rank = (int) Math.min(Math.ceilDiv(count, stride), sample.length);
        double[] falls = new double[centers.length];
        for (int f = 0; f < centers.length; f++) {
            float fall = Selection.smallest(differences[f], rank);
            falls[f] = Float.isFinite(fall) ? Math.max(0, fall) : 0;
        }
        return falls;
    }

    /** {@code [F, sample]}: by how much each centre is dearer to each point than its first choice; infinity where that is one of these centres. */
    private float[][] differences(int[] centers, IntPredicate from, int[] sample) {
        double[] prices = lists.prices();
        ShiftedCenters few = lists.target().select(centers);
        Points chosen = candidates.piles().distinct().select(sample);
        float[][] differences = new float[centers.length][sample.length];
        workers.forEach(Math.ceilDiv(sample.length, PointBlock.SIZE), () -> {
            FewCenters costs = new FewCenters(few);
            Choice choice = new Choice();
            return piece -> {
                int start = piece * PointBlock.SIZE;
                int size = Math.min(PointBlock.SIZE, sample.length - start);
                costs.load(chosen, start, size);
                for (int p = 0; p < size; p++) {
                    choice.of(candidates, prices, sample[start + p]);
                    for (int f = 0; f < centers.length; f++) {
                        double difference = costs.cost(f, p) + prices[centers[f]] - choice.firstValue;
                        differences[f][start + p] = from.test(choice.first) ? (float) difference : Float.POSITIVE_INFINITY;
                    }
                }
            };
        });
        return differences;
    }
}
