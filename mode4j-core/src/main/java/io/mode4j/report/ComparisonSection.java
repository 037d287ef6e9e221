package io.mode4j.report;

import static j2html.TagCreator.dd;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
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
import io.mode4j.ensemble.ModelNames;
import io.mode4j.report.Evaluation.Interval;
import io.mode4j.task.TaskOrigin;
import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** The comparison: averages of every model, chance last. Single experts are folded away below. */
final class ComparisonSection implements Section {

    @Override
    public DomContent render(Report report) {
        Evaluation evaluation = report.evaluation();
        List<String> shown = evaluation.models().stream().filter(model -> !evaluation.isPart(model)).toList();
        List<String> singles = evaluation.models().stream().filter(evaluation::isPart).toList();
        return section(h2("Comparison"),
                p("Averages over %d tasks, in percent. The mean weighs each kind of measure equally. Differences are of the means, in points; below them where they lie with 95 %% confidence, by the pictures that are asked about (the seed of the training is another matter). "
                        .formatted(evaluation.tasks().size()) + "● marks the best of a column.").withClass("note"),
                comparison(evaluation, shown).withId("comparison"),
                details(summary("What these models are"),
                        dl(each(shown, model -> each(dt(Names.model(model)), dd(Names.explanation(model))))).withClass("models")),
                details(summary("Single experts"), comparison(evaluation, singles))).withId("comparison-section");
    }

    private static DivTag comparison(Evaluation evaluation, List<String> models) {
        Set<String> metrics = mainMetrics(evaluation);
        double widest = models.stream().mapToDouble(model -> evaluation.average(Evaluation.MEAN, model).orElse(0)).max().orElse(1);
        return div(table(
                thead(tr(th("model").attr("scope", "col"), th("mean").attr("scope", "col").withColspan("2"),
                        each(baselines(evaluation), to -> th("vs " + Names.model(to)).attr("scope", "col")),
                        each(known(evaluation), average -> th(heading(average)).attr("scope", "col")),
                        each(metrics, metric -> th(evaluation.heading(metric)).attr("scope", "col")))),
                tbody(each(models, model -> tr(th(Names.model(model)).attr("scope", "row").withTitle(Names.explanation(model)),
                        cell(evaluation, models, Evaluation.MEAN, model),
                        bar(evaluation.average(Evaluation.MEAN, model).orElse(0) / widest),
                        each(baselines(evaluation), to -> difference(evaluation, to, model)),
                        each(known(evaluation),
                                average -> ValueCell.of(Map.of(average.name(), average.byModel()), average.name(), model, models)),
                        each(metrics, metric -> cell(evaluation, models, metric, model)))
                        .withClass(rowClass(model))))))
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

    /** The dense models that are there. */
    private static List<String> baselines(Evaluation evaluation) {
        return ModelNames.BASELINES.stream().filter(evaluation.models()::contains).toList();
    }

    /** Averages that are known by a name of their own. */
    private static List<Average> known(Evaluation evaluation) {
        return evaluation.averages().stream().filter(average -> average.name().equals(TaskOrigin.CLIP_26)).toList();
    }

    private static String heading(Average average) {
        return "%d of CLIP’s %d tasks".formatted(average.tasks().size(), average.of());
    }

    private static DomContent difference(Evaluation evaluation, String to, String model) {
        OptionalDouble dense = evaluation.average(Evaluation.MEAN, to);
        OptionalDouble value = evaluation.average(Evaluation.MEAN, model);
        if (dense.isEmpty() || value.isEmpty() || model.equals(to) || model.equals(ModelNames.CHANCE)) {
            return td().withClass("number");
        }
        Optional<Interval> interval = evaluation.differences()
                .stream()
                .filter(differences -> differences.to().equals(to))
                .findFirst()
                .flatMap(differences -> differences.of(Evaluation.MEAN, model));
        return td(span(Numbers.points(value.getAsDouble() - dense.getAsDouble())),
                each(interval.stream().toList(),
                        both -> span(Numbers.points(both.low()) + " to " + Numbers.points(both.high())).withClass("sub")))
                .withClass("number");
    }

    private static String rowClass(String model) {
        if (model.startsWith(ModelNames.MODE_PREFIX)) {
            return "mode";
        }
        return model.equals(ModelNames.CHANCE) ? "chance" : "plain";
    }
}
