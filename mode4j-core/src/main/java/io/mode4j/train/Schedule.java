package io.mode4j.train;

/**
 * The learning rate along one axis of samples that a seed model and all experts share: linear warm-up to the peak, then decay to zero at the
 * end. The seed runs the first part of the axis, every expert the same rest of it (paper §4, "continue the learning-rate schedule").
 *
 * @param decay
 *            shape behind the warm-up
 * @param warmup
 *            samples until the peak
 * @param total
 *            samples until zero, the experts' part included
 */
public record Schedule(Decay decay, long warmup, long total) {

    /** Shape of the decay. */
    public enum Decay {
        /** Half a cosine, as in open_clip. */
        COSINE,
        /** A straight line. */
        LINEAR
    }

    /** Checks that there is something behind the warm-up. */
    public Schedule {
        if (warmup < 0 || total <= warmup) {
            throw new IllegalArgumentException(
                    "the schedule needs 0 <= warm-up < total, not a warm-up of " + warmup + " of " + total + " samples");
        }
    }

    /**
     * Rate of a step.
     *
     * @param peak
     *            rate at the end of the warm-up
     * @param seen
     *            position on the axis before the step, in samples
     * @param batchSize
     *            samples of the step: the warm-up counts them in, so that the first step moves
     */
    public double rate(double peak, double seen, int batchSize) {
        if (seen < warmup) {
            return peak * Math.min(1, (seen + batchSize) / warmup);
        }
        double done = Math.min(1, (seen - warmup) / (total - warmup));
        return switch (decay) {
            case COSINE -> peak * 0.5 * (1 + Math.cos(Math.PI * done));
            case LINEAR -> peak * (1 - done);
        };
    }
}
