package io.mode4j.negatives;

import java.util.List;
import java.util.Locale;

/** What the figures say of the paper's reason for clusters, in two sentences: whether an expert's negatives are harder than the seed's, and whether they are cleaner. Stateless. */
public final class Verdict {
    private Verdict() {}

    /** Two sentences, the first on how hard negatives are, the second on how clean. */
    public static List<String> of(NegativesReport report) {
        return List.of(harder(report), cleaner(report));
    }

    private static String harder(NegativesReport report) {
        Interval difference = report.difference(Figure.HARDEST_TRUE);
        return "Harder: %s. The hardest negative that is not likely false has a cosine of %s in the experts' batches and of %s in the seed's (%s); %s negatives of a pair count there, and %s."
                .formatted(answer(difference.low() > 0, difference.high() < 0, "they are easier"),
                        cosine(report.experts().figure(Figure.HARDEST_TRUE).mean()),
                        cosine(report.seed().figure(Figure.HARDEST_TRUE).mean()), within("%+.3f", 1, difference),
                        count(report.experts()), count(report.seed()));
    }

    private static String cleaner(NegativesReport report) {
        Interval difference = report.difference(Figure.FALSE_GRADIENT);
        return "Cleaner: %s. Of the gradient by negatives %s falls on likely false ones in the experts' batches and %s in the seed's (%s points); with equal captions masked, as in training here, %s and %s."
                .formatted(answer(difference.high() < 0, difference.low() > 0, "they are less clean"),
                        percent(report.experts(), Figure.FALSE_GRADIENT), percent(report.seed(), Figure.FALSE_GRADIENT),
                        within("%+.2f", 100, difference), percent(report.experts(), Figure.MASKED_FALSE_GRADIENT),
                        percent(report.seed(), Figure.MASKED_FALSE_GRADIENT));
    }

    private static String answer(boolean yes, boolean opposite, String otherwise) {
        return yes ? "yes" : opposite ? "no, " + otherwise : "no difference beyond chance";
    }

    private static String within(String format, double factor, Interval difference) {
        return String.format(Locale.ROOT, format + ", 95 %% interval " + format + " to " + format, factor * difference.mean(),
                factor * difference.low(), factor * difference.high());
    }

    private static String cosine(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String count(NegativesReport.Kind kind) {
        return String.format(Locale.ROOT, "%.1f", kind.figure(Figure.EFFECTIVE_NEGATIVES).mean());
    }

    private static String percent(NegativesReport.Kind kind, Figure figure) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * kind.figure(figure).mean());
    }
}
