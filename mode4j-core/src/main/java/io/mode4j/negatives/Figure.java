package io.mode4j.negatives;

import java.util.Locale;

/** What is measured of a batch. Negatives of a pair are all other pairs of its batch; {@code docs/negatives.md} has the formulas. */
public enum Figure {
    /** Share of the negatives whose caption is the same to the model: training masks them. */
    EQUAL_CAPTIONS("equal captions"),
    /** Share of the negatives whose embedding is near, where captions differ. */
    NEAR_EMBEDDINGS("near embeddings"),
    /** Share of the negatives whose picture is nearly the same. */
    NEAR_PICTURES("near pictures"),
    /** Share of the negatives that one of the three holds for. */
    LIKELY_FALSE("likely false"),
    /** Mean cosine of pictures and the captions of their negatives. */
    SIMILARITY("mean cosine"),
    /** The highest cosine among the negatives of a pair, in the mean. */
    HARDEST("hardest"),
    /** The same among the negatives that are not likely false. */
    HARDEST_TRUE("hardest true"),
    /** How many negatives count: the exponential of the entropy of their softmax. */
    EFFECTIVE_NEGATIVES("effective number"),
    /** Share of the gradient by negatives that falls on likely false ones, in CLIP's loss as it was published. */
    FALSE_GRADIENT("gradient on false"),
    /** The same in the loss that training here has, where equal captions are masked. */
    MASKED_FALSE_GRADIENT("the same, masked");

    private final String heading;

    Figure(String heading) {
        this.heading = heading;
    }

    /** Over a column of a table. */
    public String heading() {
        return heading;
    }

    /** Whether it is a share of one, for people in percent. */
    public boolean isShare() {
        return switch (this) {
            case EQUAL_CAPTIONS, NEAR_EMBEDDINGS, NEAR_PICTURES, LIKELY_FALSE, FALSE_GRADIENT, MASKED_FALSE_GRADIENT -> true;
            case SIMILARITY, HARDEST, HARDEST_TRUE, EFFECTIVE_NEGATIVES -> false;
        };
    }

    /** As files name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
