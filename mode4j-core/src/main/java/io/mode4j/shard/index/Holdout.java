package io.mode4j.shard.index;

/**
 * How many pairs are kept from training, to be evaluated on. Which ones, a hash of the seed and each sample's key decides, so that neither the
 * order nor the names of the shards matter.
 *
 * @param share of all pairs, from 0, which holds none out, to below 1; at least {@value #FEWEST} pairs and at most {@value #MOST} are held out
 * @param seed the seed of the run
 */
public record Holdout(double share, long seed) {
    /** Holds nothing out. */
    public static final Holdout NONE = new Holdout(0, 0);
    /** So many pairs at most: their similarities are a table of this many rows and columns. */
    public static final int MOST = 5_000;
    /** So many pairs at least: among fewer there is nothing to find. */
    public static final int FEWEST = 2;

    /** Checks the range. */
    public Holdout {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("expected a share from 0 to below 1, found " + share);
        }
    }

    /** {@return whether nothing is held out} */
    public boolean isNone() {
        return share == 0;
    }

    /** {@return how many of so many pairs} */
    int of(long pairs) {
        return Math.clamp(Math.round(share * pairs), FEWEST, MOST);
    }
}
