package io.mode4j.negatives;

import java.util.stream.DoubleStream;

/**
 * A mean over batches, and where that over all batches lies with 95 % confidence.
 *
 * @param mean of the batches measured
 * @param low  where the interval begins
 * @param high where it ends
 */
public record Interval(double mean, double low, double high) {
    private static final double NORMAL = 1.96;

    /** The mean of some values, of which there are two at least, and the normal interval; where a value is NaN it could not be measured, and is left out. */
    static Interval of(double[] values) {
        double[] measured = DoubleStream.of(values).filter(value -> !Double.isNaN(value)).toArray();
        double mean = DoubleStream.of(measured).sum() / measured.length;
        double squares = DoubleStream.of(measured).map(value -> (value - mean) * (value - mean)).sum();
        double half = NORMAL * Math.sqrt(squares / (measured.length - 1) / measured.length);
        return new Interval(mean, mean - half, mean + half);
    }

    /** How far this is above another one, whose batches were drawn apart. */
    public Interval minus(Interval other) {
        double difference = mean - other.mean;
        double half = Math.hypot(high - mean, other.high - other.mean);
        return new Interval(difference, difference - half, difference + half);
    }
}
