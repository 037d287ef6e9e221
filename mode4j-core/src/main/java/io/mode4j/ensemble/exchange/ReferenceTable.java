package io.mode4j.ensemble.exchange;

import io.mode4j.artifact.FileLayer;
import io.mode4j.ensemble.ReferenceRule;
import io.mode4j.ensemble.RoutingRule;
import io.mode4j.ensemble.TextDistances;
import io.mode4j.ensemble.WeightedScores;
import io.mode4j.progress.Progress;
import io.mode4j.task.Scores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * MoDE's {@code result.csv}: a row a task, its columns {@code dataset, num_classes, expert-0 … expert-(n-1), expert-max, all_unit, ensemble} and those of other rules; the last
 * row holds the means of all columns. Figures are in percent. Immutable.
 */
public final class ReferenceTable {

    private static final String AVERAGE = "average";
    private static final String CLASSES = "num_classes";

    private final SequencedMap<String, SequencedMap<String, Double>> rows;

    private ReferenceTable(SequencedMap<String, SequencedMap<String, Double>> rows) {
        this.rows = rows;
    }

    /**
     * Weighs and measures.
     *
     * @param tasks in the order of the rows, at least one
     * @param rules shown beside the reference's own, each in a column of its name
     * @throws io.mode4j.artifact.BadInputException if a file is missing, or does not fit the others; the message names it
     */
    public static ReferenceTable of(ReferenceOutputs outputs, List<String> tasks, List<RoutingRule> rules, Progress progress)
            throws IOException {
        SequencedMap<String, SequencedMap<String, Double>> rows = new LinkedHashMap<>();
        try (Progress.Bar bar = progress.start("ensemble", tasks.size(), "tasks")) {
            for (String task : tasks) {
                bar.note(task);
                rows.put(task, row(outputs, task, rules));
                bar.advance(1);
            }
        }
        SequencedMap<String, Double> average = new LinkedHashMap<>();
        for (String column : rows.firstEntry().getValue().sequencedKeySet()) {
            average.put(column, rows.values().stream().mapToDouble(row -> row.getOrDefault(column, Double.NaN)).average().orElseThrow());
        }
        rows.put(AVERAGE, average);
        return new ReferenceTable(rows);
    }

    private static SequencedMap<String, Double> row(ReferenceOutputs outputs, String task, List<RoutingRule> rules) throws IOException {
        List<TorchScores> answers = outputs.answers(task);
        try {
            int classes = answers.getFirst().columns();
            TextDistances distances = TextDistances.of(outputs.texts(task, classes), outputs.clusters());
            TaskMetric metric = TaskMetric.of(task, classes, answers.getFirst().targets());
            SequencedMap<String, Double> row = new LinkedHashMap<>();
            row.put(CLASSES, (double) classes);
            double most = 0;
            for (int expert = 0; expert < answers.size(); expert++) {
                double single = metric.of(answers.get(expert));
                row.put("expert-" + expert, single);
                most = Math.max(most, single);
            }
            row.put("expert-max", most);
            float[] equal = new float[answers.size()];
            Arrays.fill(equal, 1);
            row.put("all_unit", metric.of(WeightedScores.of(answers, equal)));
            row.put("ensemble", metric.of(weighed(answers, new ReferenceRule().weights(distances))));
            for (RoutingRule rule : rules) {
                row.put(rule.name(), metric.of(weighed(answers, rule.weights(distances))));
            }
            return row;
        } finally {
            answers.forEach(TorchScores::close);
        }
    }

    private static Scores weighed(List<TorchScores> answers, double[] weights) {
        float[] rounded = new float[weights.length];
        for (int c = 0; c < weights.length; c++) {
            rounded[c] = (float) weights[c];
        }
        return WeightedScores.of(answers, rounded);
    }

    /** The figures of a task, or of {@code average}, by column. */
    public Map<String, Double> of(String task) {
        return Map.copyOf(rows.getOrDefault(task, new LinkedHashMap<>()));
    }

    /** Writes the table as pandas does: the first column is the row's number and has no name. */
    public void write(FileLayer files, Path target) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(",dataset," + String.join(",", rows.firstEntry().getValue().sequencedKeySet()));
        rows.forEach((task, row) -> lines.add("%d,%s,%s".formatted(lines.size() - 1, PandasText.quoted(task),
                String.join(",", row.values().stream().map(PandasText::number).toList()))));
        files.write(target, out -> out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
