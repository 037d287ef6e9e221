package io.mode4j.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import java.util.List;
import java.util.Map;

/** Figures in percent, a row a task and a column a model; the best of each row is marked. Stateless. */
final class FiguresTable {

    private FiguresTable() {}

    /**
     * A row.
     *
     * @param name    what stands at its head
     * @param sub     and below that
     * @param figures metric to model to value; where the metric is not among them, cells are empty
     * @param metric  which of these
     */
    record Row(String name, String sub, Map<String, ? extends Map<String, Double>> figures, String metric) {}

    /** A table of these rows. */
    static DivTag of(List<Row> rows, List<String> models) {
        return of(rows.stream().map(row -> row(row, models)).toList(), models, "task");
    }

    /** A table of rows that are drawn already. */
    static DivTag of(List<DomContent> rows, List<String> models, String head) {
        return div(table(thead(tr(th(head).attr("scope", "col"), each(models, model -> th(Names.model(model)).attr("scope", "col")))),
                tbody(each(rows, row -> row)))).withClass("scroll dense-table");
    }

    /** A row, with a cell for each model. */
    static DomContent row(Row row, List<String> models) {
        boolean measured = row.figures.containsKey(row.metric);
        return tr(head(row.name, row.sub),
                each(models, model -> measured ? ValueCell.of(row.figures, row.metric, model, models) : td().withClass("number")));
    }

    /** The head of a row. */
    static DomContent head(String name, String sub) {
        return th(span(name), span(sub).withClass("sub")).attr("scope", "row");
    }
}
