package io.mode4j.cluster.balanced;

import io.mode4j.work.Workers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Finds prices and lists of candidates that suit each other: {@link PriceAscent} on the lists as they are, then the lists after the prices, round by round. Centres that
 * lie too far from all points but their own for any list get their prices from {@link AttractingPrices}.
 */
final class PriceSearch {
    private static final int ROUNDS = 30;
    private static final double FEW_OPEN = 0.002; // share of the points whose lists need not be made anew at once
    private static final double GAIN = 0.25; // of the dual in a round that is worth another, in shares of the gap to reach
    private static final double LEAST_GAIN = 1e-5;
    private static final double FAR = 0.1; // share of the lists' reach

    private final PricedLists lists;
    private final Capacity capacity;
    private final Workers workers;
    private final FitWatcher watcher;
    private final PriceAscent ascent;

    PriceSearch(PricedLists lists, Capacity capacity, Workers workers, FitWatcher watcher) {
        this.lists = lists;
        this.capacity = capacity;
        this.workers = workers;
        this.watcher = watcher;
        this.ascent = new PriceAscent(lists, capacity);
    }

    /** Stops when too few points are misplaced, or a round gains too little for a duality gap of {@code maxGap}. */
    void run(double maxGap) {
        double dual = Double.NEGATIVE_INFINITY;
        boolean better = true;
        for (int round = 0; round < ROUNDS && better; round++) {
            double[] before = lists.prices().clone();
            PriceAscent.Outcome outcome = ascent.run();
            watcher.within("prices: %,d points misplaced".formatted(outcome.misplaced()));
            boolean lowered = outcome.missing() > 0 && lower(outcome.isolated(), outcome.missing());
            moved(before);
            int[] open = lists.choices().open();
            boolean told = open.length <= FEW_OPEN * lists.candidates().points();
            if (!told) {
                lists.candidates().renew(lists.prices(), open, false);
            }
            boolean gains = outcome.dual() - dual > Math.max(GAIN * maxGap, LEAST_GAIN) * Math.abs(outcome.dual());
            better = gains && (lowered || !told || outcome.misplaced() > PriceAscent.enough(capacity));
            dual = outcome.dual();
        }
    }

    private boolean lower(int[] isolated, long missing) {
        int[] centers = Arrays.copyOf(isolated, Math.min(isolated.length, Candidates.COMPARED));
        BitSet set = new BitSet();
        Arrays.stream(centers).forEach(set::set);
        double[] falls = falls(centers, k -> !set.get(k), Math.ceilDiv(missing, centers.length));
        for (int f = 0; f < centers.length; f++) {
            lists.prices()[centers[f]] -= falls[f];
        }
        return Arrays.stream(falls).anyMatch(fall -> fall > 0);
    }

    /** See {@link AttractingPrices#falls}. */
    double[] falls(int[] centers, IntPredicate from, long count) {
        return new AttractingPrices(lists, workers).falls(centers, from, count);
    }

    /** Brings the lists up to date with the prices, which were {@code before}. */
    void moved(double[] before) {
        lists.candidates().pricesMoved(before, lists.prices(), FAR * reach());
    }

    /** How far prices may move until the lists no longer tell. */
    double reach() {
        return ascent.reach();
    }
}
