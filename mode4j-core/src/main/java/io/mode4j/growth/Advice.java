package io.mode4j.growth;

/** What to do with pairs that arrived. */
public enum Advice {
    /** They are too few to tell. */
    TOO_FEW("these are too few pairs to tell anything"),
    /** They are as those before. */
    NOTHING("nothing: they are much like what is known"),
    /** Some experts' data have moved. */
    UPDATE("update the experts whose data they are"),
    /** There is a kind of pairs that no expert knows. */
    NEW_EXPERT("train a new expert on what was never seen");

    /** So few say nothing about shares of a percent. */
    static final long FEWEST = 100;
    /** Of pairs like those before, {@link DistanceTails#BEYOND} are unprecedented; from twice that on something is different. */
    static final double SOME_NEW = 2 * DistanceTails.BEYOND;
    /** From this share on, a kind of its own. */
    static final double MUCH_NEW = 5 * DistanceTails.BEYOND;
    /** A shift to speak of, as the index is usually read. */
    static final double SHIFTED = 0.1;
    /** A new expert has at least this share of the pairs that the smallest one has. */
    static final double SMALLEST = 0.25;

    private final String words;

    Advice(String words) {
        this.words = words;
    }

    /**
     * {@return what follows from what was measured}
     *
     * @param pairs         that arrived and count
     * @param unprecedented of these
     * @param stability     {@link Stability}
     * @param smallest      pairs of the expert that has the fewest
     */
    static Advice of(long pairs, long unprecedented, double stability, long smallest) {
        if (pairs < FEWEST) {
            return TOO_FEW;
        }
        double share = (double) unprecedented / pairs;
        if (share >= MUCH_NEW && unprecedented >= SMALLEST * smallest) {
            return NEW_EXPERT;
        }
        return share >= SOME_NEW || stability >= SHIFTED ? UPDATE : NOTHING;
    }

    /** {@return the advice in words} */
    public String words() {
        return words;
    }
}
