package io.mode4j.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.SequencedMap;

/** Figures of linear probes in percent as they come: a line a data set and model, a column a metric. For use by one thread. */
final class ProbesTable {
    private static final int DATA_SET = 32;
    private static final int MODEL = 24;

    private final PrintStream out;
    private boolean begun;

    ProbesTable(PrintStream out) {
        this.out = out;
    }

    /** Prints a data set's lines, the head before the first. */
    void add(String dataSet, SequencedMap<String, SequencedMap<String, Double>> byModel) {
        byModel.forEach((model, metrics) -> {
            if (!begun) {
                out.println(start("data set", "model") + String.join(" ", metrics.sequencedKeySet()));
                begun = true;
            }
            StringBuilder line = new StringBuilder(start(dataSet, model));
            metrics.forEach((metric, value) -> line.append(String.format(Locale.ROOT, "%" + metric.length() + "s ",
                    value.isNaN() ? "" : String.format(Locale.ROOT, "%.2f", 100 * value))));
            out.println(line.toString().stripTrailing());
        });
    }

    private static String start(String dataSet, String model) {
        return String.format(Locale.ROOT, "%-" + DATA_SET + "s %-" + MODEL + "s ", dataSet, model);
    }
}
