package io.mode4j.ensemble.exchange;

import io.mode4j.ensemble.ReferenceCsv;
import io.mode4j.ensemble.ReferenceRule;
import io.mode4j.ensemble.RoutingRule;
import io.mode4j.ensemble.TextDistances;
import io.mode4j.ensemble.WeightedScores;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** MoDE's {@code result.csv} from the files of its published code. Stateless. */
public final class ReferenceTable {

    private ReferenceTable() {}

    /**
     * Weighs and measures.
     *
     * @param tasks in the order of the rows, at least one
     * @param rules shown beside the reference's own, each in a column of its name
     * @throws io.mode4j.artifact.BadInputException if a file is missing, or does not fit the others; the message names it
     */
    public static ReferenceCsv of(ReferenceOutputs outputs, List<String> tasks, List<RoutingRule> rules, Progress progress)
            throws IOException {
        ReferenceCsv csv = new ReferenceCsv();
        try (Progress.Bar bar = progress.start("ensemble", tasks.size(), "tasks")) {
            for (String task : tasks) {
                bar.note(task);
                csv.add(task, row(outputs, task, rules));
                bar.advance(1);
            }
        }
        return csv;
    }

    private static SequencedMap<String, Double> row(ReferenceOutputs outputs, String task, List<RoutingRule> rules) throws IOException {
        List<TorchScores> answers = outputs.answers(task);
        try {
            int classes = answers.getFirst().columns();
            TextDistances distances = TextDistances.of(outputs.texts(task, classes), outputs.clusters());
            TaskMetric metric = TaskMetric.of(task, classes, answers.getFirst().targets());
            SequencedMap<String, Double> row = new LinkedHashMap<>();
            row.put(ReferenceCsv.CLASSES, (double) classes);
            double most = 0;
            for (int expert = 0; expert < answers.size(); expert++) {
                double single = metric.of(answers.get(expert));
                row.put("expert-" + expert, single);
                most = Math.max(most, single);
            }
            row.put(ReferenceCsv.BEST, most);
            float[] equal = new float[answers.size()];
            Arrays.fill(equal, 1);
            row.put(ReferenceCsv.UNIFORM, metric.of(WeightedScores.of(answers, equal)));
            row.put(ReferenceCsv.ENSEMBLE, metric.of(WeightedScores.of(answers, new ReferenceRule().rounded(distances))));
            for (RoutingRule rule : rules) {
                row.put(rule.name(), metric.of(WeightedScores.of(answers, rule.rounded(distances))));
            }
            return row;
        } finally {
            answers.forEach(TorchScores::close);
        }
    }
}
