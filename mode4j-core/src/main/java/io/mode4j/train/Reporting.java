package io.mode4j.train;

/**
 * What a training shows of itself while it runs, beside the line a step of {@code log.jsonl}.
 *
 * @param everySteps
 *            steps from one look at the gradients to the next; the first step and the last are looked at, too
 * @param to
 *            where else the figures go
 */
public record Reporting(int everySteps, To to) {

    /** Where figures can go, besides. */
    public enum To {
        /** Nowhere. */
        NONE,
        /** To event files in the model's folder. */
        TENSORBOARD
    }

    /** A look every ten steps, no event files. */
    public static final Reporting USUAL = new Reporting(10, To.NONE);

    /** Checks the interval. */
    public Reporting {
        if (everySteps < 1) {
            throw new IllegalArgumentException("expected at least 1 step between reports, not " + everySteps);
        }
    }

    boolean isDue(long step, long steps) {
        return step == 1 || step == steps || step % everySteps == 0;
    }
}
