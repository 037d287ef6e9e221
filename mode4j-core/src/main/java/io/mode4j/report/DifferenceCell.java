package io.mode4j.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.span;
import static j2html.TagCreator.td;

import io.mode4j.ensemble.ModelNames;
import io.mode4j.report.Evaluation.Interval;
import j2html.tags.DomContent;
import java.util.Optional;
import java.util.OptionalDouble;

/** How far a model's average is from a dense model's, in points, and below it where that lies with 95 % confidence. Empty for the dense model itself and for chance. Stateless. */
final class DifferenceCell {

    private DifferenceCell() {}

    static DomContent of(Evaluation evaluation, String metric, String to, String model) {
        OptionalDouble dense = evaluation.average(metric, to);
        OptionalDouble value = evaluation.average(metric, model);
        if (dense.isEmpty() || value.isEmpty() || model.equals(to) || model.equals(ModelNames.CHANCE)) {
            return td().withClass("number");
        }
        Optional<Interval> interval = evaluation.differences()
                .stream()
                .filter(differences -> differences.to().equals(to))
                .findFirst()
                .flatMap(differences -> differences.of(metric, model));
        return td(span(Numbers.points(value.getAsDouble() - dense.getAsDouble())),
                each(interval.stream().toList(),
                        both -> span(Numbers.points(both.low()) + " to " + Numbers.points(both.high())).withClass("sub")))
                .withClass("number difference");
    }
}
