package io.mode4j.cli;

import io.mode4j.ensemble.TaskResults;
import io.mode4j.task.Metric;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures in percent as they come: a line a task and main metric, a column a model. For use by one thread. */
final class ResultsTable {
    private static final int TASK = 32;
    private static final int METRIC = 24;
    private static final int LEAST = 7;

    private final PrintStream out;
    private final List<String> columns = new ArrayList<>();

    ResultsTable(PrintStream out) {
        this.out = out;
    }

    /** Prints a task's lines, the head before the first. */
    void add(TaskResults results) {
        if (columns.isEmpty()) {
            columns.addAll(results.byModel().sequencedKeySet());
            out.println(line("task", "metric", columns));
        }
        for (Metric metric : results.task().mainMetrics()) {
            out.println(
                    line(results.task().name(), metric.wireName(), columns.stream().map(model -> value(results, model, metric)).toList()));
        }
    }

    private static String value(TaskResults results, String model, Metric metric) {
        Double value = results.byModel().getOrDefault(model, Map.of()).get(metric);
        return value == null ? "" : String.format(Locale.ROOT, "%.2f", 100 * value);
    }

    private String line(String task, String metric, List<String> cells) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            padded.add(String.format(Locale.ROOT, "%" + Math.max(LEAST, columns.get(i).length()) + "s", cells.get(i)));
        }
        return String.format(Locale.ROOT, "%-" + TASK + "s %-" + METRIC + "s ", task, metric)
                + padded.stream().collect(Collectors.joining(" "));
    }
}
