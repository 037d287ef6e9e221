package io.mode4j.train;

/**
 * Where the time of some steps went.
 *
 * @param pairs
 *            that were trained on
 * @param forData
 *            nanoseconds of waiting until batches were there
 * @param forRanks
 *            nanoseconds of waiting for other ranks, and for what goes between them
 * @param took
 *            nanoseconds, the waiting included
 */
record Pace(long pairs, long forData, long forRanks, long took) {
    static final Pace NONE = new Pace(0, 0, 0, 0);
    private static final double SECOND = 1e9;

    Pace plus(Pace more) {
        return new Pace(pairs + more.pairs, forData + more.forData, forRanks + more.forRanks, took + more.took);
    }

    double pairsPerSecond() {
        return pairs * SECOND / Math.max(1, took);
    }

    /** {@return the share of the time in which the model waited for data} */
    double waitingForData() {
        return share(forData);
    }

    /** {@return the share of the time in which this rank waited for others} */
    double waitingForRanks() {
        return share(forRanks);
    }

    private double share(long nanos) {
        return (double) nanos / Math.max(1, took);
    }
}
