package io.mode4j.plan;

/**
 * What grows with the work: so much at once, and so much for each unit.
 *
 * @param fixed at least 0
 * @param each at least 0
 */
public record Line(double fixed, double each) {

    /**
     * The line through what two amounts of work took. Where noise bends it below what can be, it begins at 0, or is flat.
     *
     * @param less units of work, fewer than {@code more}
     */
    public static Line through(double less, double small, double more, double large) {
        if (!(0 < less && less < more)) {
            throw new IllegalArgumentException("expected two amounts of work, the larger last, found %s and %s".formatted(less, more));
        }
        double each = (large - small) / (more - less);
        double fixed = small - each * less;
        if (each <= 0) {
            return new Line((small + large) / 2, 0);
        }
        return fixed < 0 ? new Line(0, large / more) : new Line(fixed, each);
    }

    /** What so many units take. */
    public double at(double units) {
        return fixed + each * units;
    }
}
