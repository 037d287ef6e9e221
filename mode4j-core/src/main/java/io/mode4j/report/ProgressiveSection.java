package io.mode4j.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.mode4j.ensemble.ModelNames;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What the first experts would give alone: a system that is trained an expert at a time (the paper's figure 7). */
final class ProgressiveSection implements Section {

    @Override
    public DomContent render(Report report) {
        Evaluation evaluation = report.evaluation();
        if (evaluation.progressive().isEmpty()) {
            return each();
        }
        List<SequencedMap<String, SequencedMap<String, Double>>> rows = new ArrayList<>(evaluation.progressive());
        rows.add(evaluation.average());
        List<String> sums = evaluation.models()
                .stream()
                .filter(model -> model.equals(ModelNames.UNIFORM) || model.startsWith(ModelNames.MODE_PREFIX))
                .toList();
        return section(h2("One expert after the other"),
                p("The mean, in percent, of those experts that are to be trained first: experts of varied data before others. Any order will do, and none waits for another; what is there can be used.")
                        .withClass("note"),
                figure(new ProgressiveChart(evaluation, rows, sums).draw(),
                        figcaption("x: how many experts are there, in the order of the rows below · y: the mean, %"))
                        .withId("progressive-curve"),
                div(table(thead(tr(th("experts").attr("scope", "col"), each(sums, model -> th(Names.model(model)).attr("scope", "col")))),
                        tbody(each(rows, row -> tr(th(names(evaluation.priority(), rows.indexOf(row) + 1)).attr("scope", "row"),
                                each(sums, model -> ValueCell.of(row, Evaluation.MEAN, model, sums)))))))
                        .withClass("scroll")
                        .withId("progressive"));
    }

    private static String names(List<String> experts, int first) {
        return first <= 2 ? String.join(", ", experts.subList(0, first)) : experts.getFirst() + " … " + experts.get(first - 1);
    }
}
