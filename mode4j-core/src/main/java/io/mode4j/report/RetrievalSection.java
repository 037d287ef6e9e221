package io.mode4j.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import io.mode4j.report.Evaluation.TaskResult;
import io.mode4j.report.ModelsTable.Column;
import io.mode4j.task.Metric;
import io.mode4j.task.RetrievalMetrics;
import j2html.tags.DomContent;
import java.util.List;

/** Recalls at 1, 5 and 10 both ways, a table a data set (the paper's table 4). Nothing where there is no retrieval. */
final class RetrievalSection implements Section {

    @Override
    public DomContent render(Report report) {
        Evaluation evaluation = report.evaluation();
        List<TaskResult> retrievals = evaluation.tasks().stream().filter(task -> !recalls(task).isEmpty()).toList();
        if (retrievals.isEmpty()) {
            return each();
        }
        return section(h2("Retrieval"),
                p("Recall at k in percent: a right answer is among the first k; ● marks the best of a column.").withClass("note"),
                each(retrievals, task -> each(h3("%s, %s".formatted(task.name(), task.sizes())), table(evaluation, task))))
                .withId("retrieval");
    }

    private static DomContent table(Evaluation evaluation, TaskResult task) {
        List<String> models = evaluation.wholes();
        return ModelsTable.of(models, recalls(task).stream()
                .map(metric -> Column.of(evaluation.heading(metric), task.results(), metric, models))
                .toList());
    }

    /** The recalls that a task has. */
    private static List<String> recalls(TaskResult task) {
        return RetrievalMetrics.ALL.stream().map(Metric::wireName).filter(task.results()::containsKey).toList();
    }
}
