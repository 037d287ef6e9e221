package io.mode4j.report;

import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.mode4j.report.ComparedResults.Row;
import j2html.TagCreator;
import j2html.tags.DomContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Function;

/** Several runs side by side, or a run and published figures: model by model, what two of them have in common. */
final class ComparisonPage {

    private ComparisonPage() {}

    static String render(List<ComparedResults> compared) throws IOException {
        String title = String.join(" and ", compared.stream().map(ComparedResults::name).toList());
        List<String> models = compared.stream()
                .flatMap(one -> one.models().stream())
                .distinct()
                .filter(model -> !rows(compared, model).isEmpty())
                .toList();
        return Page.document("mode4j comparison: " + title, section(h1(title),
                p("Figures that at least two of them have, in percent, with averages over the tasks that all of them have; differences to the first, in points.")
                        .withClass("note"),
                models.isEmpty() ? p("They have no figure in common: a task, a metric and a model of the same names.") : each(),
                each(shared(compared), tasks -> each(h2("%s, average of %d tasks".formatted(tasks.getFirst().metric(), tasks.size())),
                        table(compared, "model", models.stream()
                                .map(model -> line(compared, Names.model(model), one -> one.average(tasks, model)))
                                .toList()))),
                each(models, model -> details(summary(Names.model(model)), table(compared, "task and metric", rows(compared, model).stream()
                        .map(row -> line(compared, row.task() + " · " + row.metric(), one -> one.value(row, model)))
                        .toList()))))
                .withId("comparison"));
    }

    /** Of every metric the tasks that all have it of, where there is more than one. */
    private static List<List<Row>> shared(List<ComparedResults> compared) {
        SequencedMap<String, List<Row>> byMetric = new LinkedHashMap<>();
        for (Row row : compared.getFirst().figures().keySet()) {
            if (compared.stream().allMatch(one -> one.figures().containsKey(row))) {
                byMetric.computeIfAbsent(row.metric(), _ -> new ArrayList<>()).add(row);
            }
        }
        return byMetric.values().stream().filter(tasks -> tasks.size() > 1).toList();
    }

    /** What at least two know of a model. */
    private static List<Row> rows(List<ComparedResults> compared, String model) {
        return compared.stream()
                .flatMap(one -> one.figures().sequencedKeySet().stream())
                .distinct()
                .filter(row -> compared.stream().filter(one -> one.value(row, model).isPresent()).count() > 1)
                .toList();
    }

    private static DomContent table(List<ComparedResults> compared, String of, List<DomContent> lines) {
        return div(TagCreator.table(
                thead(tr(th(of).attr("scope", "col"), th(compared.getFirst().name()).attr("scope", "col"),
                        each(compared.subList(1, compared.size()), one -> th(one.name()).attr("scope", "col").withColspan("2")))),
                tbody(each(lines, line -> line)))).withClass("scroll");
    }

    private static DomContent line(List<ComparedResults> compared, String heading, Function<ComparedResults, OptionalDouble> figure) {
        OptionalDouble base = figure.apply(compared.getFirst());
        return tr(th(heading).attr("scope", "row"), td(Numbers.percent(base)).withClass("number"),
                each(compared.subList(1, compared.size()), one -> each(td(Numbers.percent(figure.apply(one))).withClass("number"),
                        td(difference(base, figure.apply(one))).withClass("number"))));
    }

    private static String difference(OptionalDouble base, OptionalDouble value) {
        return value.isPresent() && base.isPresent() ? Numbers.points(value.getAsDouble() - base.getAsDouble()) : "";
    }
}
