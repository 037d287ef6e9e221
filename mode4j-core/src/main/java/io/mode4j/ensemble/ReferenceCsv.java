package io.mode4j.ensemble;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * MoDE's {@code result.csv}: a row a task, its columns {@code dataset, num_classes, expert-0 … expert-(n-1), expert-max, all_unit, ensemble} and those of other rules; the last
 * row holds the means of all columns. Figures are in percent. Not thread-safe.
 */
public final class ReferenceCsv {

    /** The name of the last row. */
    public static final String AVERAGE = "average";
    /** The column of how many classes a task has. */
    public static final String CLASSES = "num_classes";
    /** The column of the best of the experts on each task. */
    public static final String BEST = "expert-max";
    /** The column of experts that count the same. */
    public static final String UNIFORM = "all_unit";
    /** The column of experts weighed by the reference's rule. */
    public static final String ENSEMBLE = "ensemble";

    private final SequencedMap<String, SequencedMap<String, Double>> rows = new LinkedHashMap<>();

    /** The rows of the tasks of a run that are classifications, if there are any; the reference has no others. */
    static ReferenceCsv of(Results results) {
        ReferenceCsv csv = new ReferenceCsv();
        results.tasks().stream().filter(task -> !task.kind().asksEveryText()).forEach(task -> {
            Map<String, Double> figures = results.of(task.name())
                    .getOrDefault(task.mainMetrics().getFirst().wireName(), new LinkedHashMap<>());
            SequencedMap<String, Double> row = new LinkedHashMap<>();
            row.put(CLASSES, (double) task.texts().size());
            results.experts().forEach(expert -> row.put(expert, percent(figures, expert)));
            row.put(BEST, results.experts().stream().mapToDouble(expert -> percent(figures, expert)).max().orElse(0));
            row.put(UNIFORM, percent(figures, ModelNames.UNIFORM));
            row.put(ENSEMBLE, percent(figures, ModelNames.MODE_PREFIX + new ReferenceRule().name()));
            csv.add(task.name(), row);
        });
        return csv;
    }

    private static double percent(Map<String, Double> figures, String model) {
        return 100 * figures.getOrDefault(model, Double.NaN);
    }

    /** Adds a task's row; all rows have the same columns. */
    public void add(String task, SequencedMap<String, Double> columns) {
        rows.put(task, columns);
    }

    /** Whether there is no row. */
    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The figures of a task, or of {@link #AVERAGE}, by column. */
    public Map<String, Double> of(String task) {
        return Map.copyOf(all().getOrDefault(task, new LinkedHashMap<>()));
    }

    private SequencedMap<String, SequencedMap<String, Double>> all() {
        SequencedMap<String, Double> average = new LinkedHashMap<>();
        for (String column : rows.firstEntry().getValue().sequencedKeySet()) {
            average.put(column, rows.values().stream().mapToDouble(row -> row.getOrDefault(column, Double.NaN)).average().orElseThrow());
        }
        SequencedMap<String, SequencedMap<String, Double>> all = new LinkedHashMap<>(rows);
        all.put(AVERAGE, average);
        return all;
    }

    /** Writes the table as pandas does: the first column is the row's number and has no name. At least one row. */
    public void write(FileLayer files, Path target) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(",dataset," + String.join(",", rows.firstEntry().getValue().sequencedKeySet()));
        all().forEach((task, row) -> lines.add("%d,%s,%s".formatted(lines.size() - 1, PandasText.quoted(task),
                String.join(",", row.values().stream().map(PandasText::number).toList()))));
        files.text(target, String.join("\n", lines) + "\n");
    }
}
