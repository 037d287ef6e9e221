package io.mode4j.report;

import static j2html.TagCreator.dd;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.mode4j.ensemble.Average;
import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The comparison: averages of every model, chance last. Single experts are folded away below. */
final class ComparisonSection implements Section {

    @Override
    public DomContent render(Report report) {
        Evaluation evaluation = report.evaluation();
        List<String> shown = evaluation.wholes();
        List<String> singles = evaluation.models().stream().filter(evaluation::isPart).toList();
        return section(h2("Comparison"),
                p("Averages over %d tasks, in percent. The mean weighs each kind of measure equally. Differences are of the means, in points; below them where they lie with 95 %% confidence, by the pictures that are asked about (the seed of the training is another matter). "
                        .formatted(evaluation.tasks().size()) + "● marks the best of a column.").withClass("note"),
                comparison(evaluation, shown).withId("comparison"),
                iff(!singles.isEmpty(), each(
                        details(summary("What these models are"),
                                dl(each(shown, model -> each(dt(Names.model(model)), dd(Names.explanation(model))))).withClass("models")),
                        details(summary("Single experts"), comparison(evaluation, singles)))))
                .withId("comparison-section");
    }

    private static DivTag comparison(Evaluation evaluation, List<String> models) {
        Set<String> metrics = mainMetrics(evaluation);
        double widest = models.stream().mapToDouble(model -> evaluation.average(Evaluation.MEAN, model).orElse(0)).max().orElse(1);
        return div(table(
                thead(tr(th("model").attr("scope", "col"), th("mean").attr("scope", "col").withColspan("2"),
                        each(evaluation.baselines(), to -> th("vs " + Names.model(to)).attr("scope", "col")),
                        each(evaluation.clip26().stream().toList(), average -> th(heading(average)).attr("scope", "col")),
                        each(metrics, metric -> th(evaluation.heading(metric)).attr("scope", "col")))),
                tbody(each(models, model -> tr(th(Names.model(model)).attr("scope", "row").withTitle(Names.explanation(model)),
                        cell(evaluation, models, Evaluation.MEAN, model),
                        bar(evaluation.average(Evaluation.MEAN, model).orElse(0) / widest),
                        each(evaluation.baselines(), to -> DifferenceCell.of(evaluation, Evaluation.MEAN, to, model)),
                        each(evaluation.clip26().stream().toList(),
                                average -> ValueCell.of(Map.of(average.name(), average.byModel()), average.name(), model, models)),
                        each(metrics, metric -> cell(evaluation, models, metric, model)))
                        .withClass(ModelsTable.rowClass(model))))))
                .withClass("scroll");
    }

    private static Set<String> mainMetrics(Evaluation evaluation) {
        return evaluation.tasks()
                .stream()
                .flatMap(task -> task.mainMetrics().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static DomContent cell(Evaluation evaluation, List<String> models, String metric, String model) {
        return ValueCell.of(evaluation.average(), metric, model, models);
    }

    private static DomContent bar(double share) {
        return td(span().withClass("bar").withStyle("--w:%s%%".formatted(Numbers.trimmed(100 * share)))).withClass("barcell")
                .attr("aria-hidden", "true");
    }

    private static String heading(Average average) {
        return "%d of CLIP’s %d tasks".formatted(average.tasks().size(), average.of());
    }
}
