package io.mode4j.cluster.points;

/** Points cannot be clustered as asked, or hold what is no number; the message says what to do. It is the data's fault, not the program's. */
public final class UnfitPointsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** @param message what is wrong with the points, and what to do */
    public UnfitPointsException(String message) {
        super(message);
    }
}
