package io.mode4j.cluster.balanced;

import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.work.Workers;

/**
 * The state of a search for prices: the centres, a price for each, and the lists of candidates that suit the prices. {@link BalancedAssignment} owns it; {@link PriceSearch} and
 * {@link ExactSizes} move the prices, one after the other, and bring the lists up to date.
 */
final class PricedLists {
    private final double[] prices; // [K + 1]; the last place belongs to the paths
    private final Candidates candidates;
    private final Choices choices;
    private ShiftedCenters target;

    PricedLists(Piles piles, ShiftedCenters target, Workers workers) {
        this.prices = new double[target.count() + 1];
        this.candidates = new Candidates(piles, target, workers);
        this.choices = new Choices(candidates, prices, workers);
        this.target = target;
    }

    /** The prices {@code [K + 1]} themselves, not a copy. */
    double[] prices() {
        return prices;
    }

    Candidates candidates() {
        return candidates;
    }

    /** What the points choose at these prices. */
    Choices choices() {
        return choices;
    }

    /** The centres whose prices these are. */
    ShiftedCenters target() {
        return target;
    }

    /** Takes over prices {@code [K + 1]}, for these centres from now on. */
    void start(ShiftedCenters centers, double[] first) {
        target = centers;
        System.arraycopy(first, 0, prices, 0, prices.length);
    }

    /** Makes all lists anew, for the centres and prices as they are. */
    void build() {
        candidates.build(target, prices);
    }
}
