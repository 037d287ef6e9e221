package io.mode4j.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.mode4j.ensemble.ModelNames;
import j2html.tags.DomContent;
import j2html.tags.specialized.DivTag;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Figures in percent, a row a model: the form of papers' tables. The best of each column is marked. Stateless. */
final class ModelsTable {

    private ModelsTable() {}

    /**
     * A column.
     *
     * @param heading what stands at its head
     * @param cell    what a model has there
     */
    record Column(String heading, Function<String, DomContent> cell) {

        /** Of a metric among figures, metric to model to value. */
        static Column of(String heading, Map<String, ? extends Map<String, Double>> figures, String metric, List<String> models) {
            return new Column(heading, model -> ValueCell.of(figures, metric, model, models));
        }
    }

    /** A table of these columns. */
    static DivTag of(List<String> models, List<Column> columns) {
        return div(table(
                thead(tr(th("model").attr("scope", "col"), each(columns, column -> th(column.heading).attr("scope", "col")))),
                tbody(each(models, model -> tr(th(Names.model(model)).attr("scope", "row").withTitle(Names.explanation(model)),
                        each(columns, column -> column.cell.apply(model))).withClass(rowClass(model))))))
                .withClass("scroll");
    }

    /** How a model's row is drawn. */
    static String rowClass(String model) {
        if (model.startsWith(ModelNames.MODE_PREFIX)) {
            return "mode";
        }
        return model.equals(ModelNames.CHANCE) ? "chance" : "plain";
    }
}
