package io.mode4j.cli;

import io.mode4j.ensemble.Average;
import io.mode4j.ensemble.ResultsListener;
import io.mode4j.ensemble.TaskResults;
import io.mode4j.task.Metric;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Figures in percent as they come: a line a task and main metric, a column a model. For use by one thread. */
final class ResultsTable implements ResultsListener {
    private static final int TASK = 32;
    private static final int METRIC = 24;
    private static final int LEAST = 7;

    private final PrintStream out;
    private final List<String> columns = new ArrayList<>();

    ResultsTable(PrintStream out) {
        this.out = out;
    }

    /** Prints a task's lines, the head before the first. */
    @Override
    public void task(TaskResults results) {
        if (columns.isEmpty()) {
            columns.addAll(results.byModel().sequencedKeySet());
            out.println(line("task", "metric", columns));
        }
        for (Metric metric : results.task().mainMetrics()) {
            out.println(
                    line(results.task().name(), metric.wireName(), columns.stream().map(model -> value(results, model, metric)).toList()));
        }
    }

    /** Prints an average, and over how many tasks it is. */
    @Override
    public void average(Average average) {
        int tasks = average.tasks().size();
        String over = tasks < average.of() ? "average of %d of %d tasks".formatted(tasks, average.of())
                : "average of %d tasks".formatted(tasks);
        out.println(line(over, average.name(), columns.stream().map(model -> percent(average.byModel().get(model))).toList()));
    }

    private static String value(TaskResults results, String model, Metric metric) {
        return percent(results.byModel().getOrDefault(model, Map.of()).get(metric));
    }

    private static String percent(@Nullable Double value) {
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
