package io.mode4j.train;

/** Among which pairs a pair is shuffled, anew every epoch. */
public enum Shuffle {
    /** {@link #GLOBAL} for up to 4 million pairs, {@link #WINDOW} above. */
    AUTO,
    /** Among all. */
    GLOBAL,
    /** Among those of a few shards that are open at once; the shards among all. */
    WINDOW;

    private static final long MOST_GLOBAL = 4_000_000;

    /**
     * How many shards' pairs are shuffled together.
     *
     * @param pairs
     *            of the data set
     * @param window
     *            how many it is, where pairs are shuffled in windows
     * @return 0 for all
     */
    public int shards(long pairs, int window) {
        return this == WINDOW || (this == AUTO && pairs > MOST_GLOBAL) ? window : 0;
    }
}
