package io.mode4j.report;

import static j2html.TagCreator.span;
import static j2html.TagCreator.td;

import io.mode4j.ensemble.ModelNames;
import j2html.tags.DomContent;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;

/** A figure of a table in percent, marked when none of the models beside it is better. */
final class ValueCell {

    private ValueCell() {}

    static DomContent of(Map<String, ? extends Map<String, Double>> figures, String metric, String model, Collection<String> models) {
        OptionalDouble value = Evaluation.value(figures, metric, model);
        double best = models.stream()
                .filter(other -> !other.equals(ModelNames.CHANCE))
                .mapToDouble(other -> Evaluation.value(figures, metric, other).orElse(0))
                .max()
                .orElse(0);
        if (value.isPresent() && value.getAsDouble() == best && !model.equals(ModelNames.CHANCE)) {
            return td(span("● ").withClass("mark").attr("aria-label", "best"), span(Numbers.percent(value))).withClass("number best");
        }
        return td(Numbers.percent(value)).withClass("number");
    }
}
