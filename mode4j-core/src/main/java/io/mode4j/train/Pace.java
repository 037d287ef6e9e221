package io.mode4j.train;

/**
 * Where the time of some steps went.
 *
 * @param pairs
 *            that were trained on
 * @param waited
 *            nanoseconds until batches were there
 * @param took
 *            nanoseconds, the waiting included
 */
record Pace(long pairs, long waited, long took) {
    static final Pace NONE = new Pace(0, 0, 0);
    private static final double SECOND = 1e9;

    Pace plus(Pace more) {
        return new Pace(pairs + more.pairs, waited + more.waited, took + more.took);
    }

    double pairsPerSecond() {
        return pairs * SECOND / Math.max(1, took);
    }

    /** The share of the time in which the model waited for data. */
    double waiting() {
        return (double) waited / Math.max(1, took);
    }
}
