package io.mode4j.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.mode4j.report.Evaluation.TaskResult;
import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import java.util.ArrayList;
import java.util.List;

/** Task by task: the measures that sum tasks up, and every figure folded away below. */
final class TasksSection implements Section {

    /** A row of the table. */
    private record Row(TaskResult task, String metric, String heading) {}

    @Override
    public DomContent render(Report report) {
        Evaluation evaluation = report.evaluation();
        List<String> shown = evaluation.models()
                .stream()
                .filter(model -> !evaluation.isPart(model))
                .toList();
        List<Row> main = new ArrayList<>();
        List<Row> all = new ArrayList<>();
        for (TaskResult task : evaluation.tasks()) {
            task.mainMetrics().forEach(metric -> main.add(new Row(task, metric, evaluation.heading(metric))));
            task.results().sequencedKeySet().forEach(metric -> all.add(new Row(task, metric, evaluation.heading(metric))));
        }
        return section(h2("Task by task"),
                p("In percent; ● marks the best of a row. All figures are in results.csv, and can be recomputed from the logits beside it.")
                        .withClass("note"),
                each(Doubt.in(evaluation), doubt -> p("Says little: " + doubt + ".").withClass("note")),
                each(evaluation.tasks().stream().filter(task -> !task.textsWithoutPictures().isEmpty()).toList(),
                        task -> p(absent(task)).withClass("note")),
                figures(main, shown).withId("tasks"), details(summary("Every measure and model"), figures(all, evaluation.models())));
    }

    private static String absent(TaskResult task) {
        return "In %s, %s of %s %s have no picture: %s.".formatted(task.name(), Numbers.count(task.textsWithoutPictures().size()),
                Numbers.count(task.size().texts()), task.words().texts(), String.join(", ", task.textsWithoutPictures()));
    }

    private static DivTag figures(List<Row> rows, List<String> models) {
        return div(table(thead(tr(th("task").attr("scope", "col"), each(models, model -> th(Names.model(model)).attr("scope", "col")))),
                tbody(each(rows, row -> tr(th(span(row.task.name()), span(describe(row)).withClass("sub")).attr("scope", "row"),
                        each(models, model -> ValueCell.of(row.task.results(), row.metric, model, models)))))))
                .withClass("scroll dense-table");
    }

    private static String describe(Row row) {
        TaskResult task = row.task;
        return "%s · %s pictures, %s %s%s".formatted(row.heading, Numbers.count(task.size().pictures()), Numbers.count(task.size().texts()),
                task.words().texts(), Doubt.of(task).isPresent() ? " · says little" : "");
    }
}
