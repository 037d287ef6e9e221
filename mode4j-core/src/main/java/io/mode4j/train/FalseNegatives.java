package io.mode4j.train;

import java.util.Locale;

/**
 * What becomes of pairs in a batch whose captions are not equal and say nearly the same; pairs of equal captions are never each other's negatives.
 *
 * @param handling what is done with them
 * @param from     the cosine of the captions' embeddings from which they are near, above 0 and below 1
 */
public record FalseNegatives(Handling handling, double from) {
    /** As any other pairs. */
    public static final FalseNegatives KEPT = new FalseNegatives(Handling.KEEP, 0.9);

    /** What is done. */
    public enum Handling {
        /** They are negatives. */
        KEEP,
        /** They count the less, the nearer they are, and not at all where they are equal. */
        WEIGHT,
        /** They are no negatives. */
        MASK;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the cosine. */
    public FalseNegatives {
        if (!(from > 0 && from < 1)) {
            throw new IllegalArgumentException("expected a cosine above 0 and below 1");
        }
    }

    /** {@return whether embeddings are needed} */
    public boolean areTold() {
        return handling != Handling.KEEP;
    }

    /** {@return in words, for recipes} */
    String describe() {
        return "%s from a cosine of %s on".formatted(handling, from);
    }
}
