package io.mode4j.report;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Round numbers along an axis.
 *
 * @param low    where the axis begins
 * @param high   where it ends
 * @param values multiples of 1, 2 or 5 times a power of ten between them
 */
record Ticks(double low, double high, List<Double> values) {

    /** An axis that holds all from {@code low} to {@code high}, with about {@code count} ticks. */
    static Ticks of(double low, double high, int count) {
        double span = Math.max(high - low, 1e-9);
        double power = Math.pow(10, Math.floor(Math.log10(span / count)));
        double ratio = span / count / power;
        double step = power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
        long first = (long) Math.floor(low / step);
        long last = (long) Math.ceil(high / step - 1e-9);
        return new Ticks((double) first * step, (double) Math.max(last, first + 1) * step,
                LongStream.rangeClosed(first, last).mapToObj(tick -> tick * step).toList());
    }
}
