package io.mode4j.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.tr;

import io.mode4j.dataset.MainMetrics;
import io.mode4j.ensemble.Average;
import io.mode4j.report.Evaluation.TaskResult;
import io.mode4j.report.FiguresTable.Row;
import io.mode4j.task.TaskOrigin;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The 26 tasks of CLIP's evaluation as papers print them: the average on top, then every task, also those that were not evaluated. Nothing where none of them was. */
final class Clip26Section implements Section {

    @Override
    public DomContent render(Report report) {
        Evaluation evaluation = report.evaluation();
        Optional<Average> known = evaluation.clip26();
        if (known.isEmpty()) {
            return each();
        }
        Average average = known.get();
        boolean all = average.tasks().size() == average.of();
        List<DomContent> rows = new ArrayList<>();
        rows.add(FiguresTable.row(new Row("average", "over %d of %d tasks".formatted(average.tasks().size(), average.of()),
                Map.of(average.name(), average.byModel()), average.name()), evaluation.wholes()));
        evaluation.baselines().forEach(to -> rows.add(difference(evaluation, to)));
        MainMetrics.clip26().forEach(name -> rows.add(FiguresTable.row(row(evaluation, average, name), evaluation.wholes())));
        return section(h2("CLIP’s 26 tasks"),
                p(("In percent, each task by the measure that sums it up; ● marks the best of a row. The average is the plain mean%s. "
                        + "Differences are those of the averages, in points, and below them where they lie with 95 %% confidence, by the pictures that are asked about.")
                        .formatted(all ? ", as papers print it"
                                : " of those that were evaluated, the others’ rows are empty: no figure to hold beside papers’, which are over all %d"
                                        .formatted(average.of())))
                        .withClass("note"),
                FiguresTable.of(rows, evaluation.wholes(), "task").withId("clip26"));
    }

    private static DomContent difference(Evaluation evaluation, String to) {
        return tr(FiguresTable.head("vs " + Names.model(to), "points"),
                each(evaluation.wholes(), model -> DifferenceCell.of(evaluation, TaskOrigin.CLIP_26, to, model)));
    }

    private static Row row(Evaluation evaluation, Average average, String name) {
        Optional<TaskResult> task = evaluation.tasks()
                .stream()
                .filter(one -> one.name().equals(name) && average.tasks().contains(name))
                .findFirst();
        return task.map(one -> new Row(name, evaluation.heading(one.mainMetrics().getFirst()) + " · " + one.sizes(), one.results(),
                one.mainMetrics().getFirst())).orElseGet(() -> new Row(name, "", Map.of(), ""));
    }
}
