package io.mode4j.report;

import io.mode4j.ensemble.ModelNames;
import java.util.List;

/** How a model is drawn wherever it is drawn: a class of the style sheet. Colours are those of Okabe and Ito, which colour-blind readers can tell apart. */
final class Series {

    private static final int COLOURS = 7;

    private Series() {}

    /** The class of an expert. */
    static String ofExpert(int expert) {
        return "s" + expert % COLOURS + (expert >= COLOURS ? " again" : "");
    }

    /** The class of a model, one of a run with these experts. An expert that is called by its coarse cluster has the cluster's colour. */
    static String of(String model, List<String> experts) {
        if (experts.contains(model)) {
            return ofExpert(model.matches("expert-[0-9]{1,6}") ? Integer.parseInt(model.substring(model.indexOf('-') + 1))
                    : experts.indexOf(model));
        }
        return switch (model) {
            case ModelNames.SEED -> "seed";
            case ModelNames.DENSE -> "dense";
            case ModelNames.DENSE_TOTAL -> "dense total";
            default -> "other";
        };
    }
}
