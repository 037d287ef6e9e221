package io.mode4j.report;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.mode4j.report.Evaluation.TaskResult;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Heat maps: how much each expert counts on each task, by each rule. */
final class WeightsSection implements Section {

    private static final String UNIFORM = "uniform";
    /** Above this weight the cell is so dark that its number must be light to be read, and the other way round at night. */
    private static final double DARK = 0.75;

    /** A row: a task, or one of the questions that it asks. */
    private record Row(String name, List<Double> weights) {}

    @Override
    public DomContent render(Report report) {
        Evaluation evaluation = report.evaluation();
        Set<String> rules = evaluation.tasks()
                .stream()
                .flatMap(task -> task.weights().keySet().stream())
                .filter(rule -> !rule.equals(UNIFORM))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (rules.isEmpty()) {
            return each();
        }
        return section(h2("Who votes on what"),
                p("Weight of each expert in percent, from the task’s texts alone. Where every text is a question of its own, as in text → image retrieval, it weighs the experts for itself; shown is the mean. "
                        + "Equal weights would be %s.".formatted(Numbers.percent(1.0 / evaluation.experts().size()))).withClass("note"),
                div(each(rules, rule -> heatMap(rule, evaluation))).withClass("maps").withId("weights"));
    }

    private static DomContent heatMap(String rule, Evaluation evaluation) {
        return div(table(caption(Names.rule(rule)),
                thead(tr(th("task").attr("scope", "col"),
                        each(evaluation.experts(),
                                expert -> th(expert.replaceFirst("^expert-", "")).attr("scope", "col").withTitle(expert)))),
                tbody(each(rows(rule, evaluation), row -> tr(th(row.name).attr("scope", "row"), each(row.weights, WeightsSection::cell)))))
                .withClass("heat")).withClass("scroll");
    }

    private static List<Row> rows(String rule, Evaluation evaluation) {
        List<Row> rows = new ArrayList<>();
        for (TaskResult task : evaluation.tasks()) {
            List<Double> queries = task.queryWeights().getOrDefault(rule, List.of());
            if (!queries.isEmpty()) {
                rows.add(new Row(task.name() + ", " + task.words().ofQueries(), queries));
            }
            rows.add(new Row(queries.isEmpty() ? task.name() : task.name() + ", " + task.words().ofTask(),
                    task.weights().getOrDefault(rule, List.of())));
        }
        return rows;
    }

    private static DomContent cell(double weight) {
        return td(String.valueOf(Math.round(100 * weight))).withClass(weight > DARK ? "cell strong" : "cell")
                .withStyle("--w:%s%%".formatted(Numbers.trimmed(100 * weight)));
    }
}
