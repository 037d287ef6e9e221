package io.mode4j.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.summary;

import io.mode4j.report.Evaluation.TaskResult;
import io.mode4j.report.FiguresTable.Row;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/** Task by task: the measures that sum tasks up, and every figure folded away below. */
final class TasksSection implements Section {

    @Override
    public DomContent render(Report report) {
        Evaluation evaluation = report.evaluation();
        List<Row> main = new ArrayList<>();
        List<Row> all = new ArrayList<>();
        for (TaskResult task : evaluation.tasks()) {
            task.mainMetrics().forEach(metric -> main.add(row(task, metric, evaluation)));
            task.results().sequencedKeySet().forEach(metric -> all.add(row(task, metric, evaluation)));
        }
        return section(h2("Task by task"),
                p("In percent; ● marks the best of a row. All figures are in results.csv, and can be recomputed from the logits beside it.")
                        .withClass("note"),
                each(Doubt.in(evaluation), doubt -> p("Says little: " + doubt + ".").withClass("note")),
                each(evaluation.tasks().stream().filter(task -> !task.textsWithoutPictures().isEmpty()).toList(),
                        task -> p(absent(task)).withClass("note")),
                FiguresTable.of(main, evaluation.wholes()).withId("tasks"),
                details(summary("Every measure and model"), FiguresTable.of(all, evaluation.models())));
    }

    private static String absent(TaskResult task) {
        return "In %s, %s of %s %s have no picture: %s.".formatted(task.name(), Numbers.count(task.textsWithoutPictures().size()),
                Numbers.count(task.size().texts()), task.words().texts(), String.join(", ", task.textsWithoutPictures()));
    }

    private static Row row(TaskResult task, String metric, Evaluation evaluation) {
        return new Row(task.name(),
                "%s · %s%s".formatted(evaluation.heading(metric), task.sizes(), Doubt.of(task).isPresent() ? " · says little" : ""),
                task.results(), metric);
    }
}
