package io.mode4j.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What several runs of one thing gave.
 *
 * @param benchmark the benchmark's name
 * @param what what was run
 * @param unit of the values
 * @param values one a run, at least one
 */
record Measurement(String benchmark, String what, String unit, List<Double> values) {
    /** Names the columns of {@link #line()}. */
    static final String HEADER = "benchmark\twhat\tunit\trepeats\tmedian\tmin\tmax";

    Measurement {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException(benchmark + ", " + what + ": no values");
        }
    }

    /** Ours in units of the peer's, round by round, so that a slow moment of the machine counts on both sides. */
    Measurement over(Measurement peer) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < values.size(); round++) {
            ratios.add(values.get(round) / peer.values.get(round));
        }
        return new Measurement(benchmark, what + " / " + peer.what, "ratio", ratios);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** One line of tab-separated columns. */
    String line() {
        return String.join("\t", benchmark, what, unit, Integer.toString(values.size()), number(median()),
                number(Collections.min(values)), number(Collections.max(values)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.3g" : "%.0f", value);
    }
}
