package io.mode4j.report;

import io.mode4j.ensemble.ModelNames;

/** How a model is drawn wherever it is drawn: a class of the style sheet. Colours are those of Okabe and Ito, which colour-blind readers can tell apart. */
final class Series {

    private static final int COLOURS = 7;

    private Series() {}

    /** The class of an expert. */
    static String ofExpert(int expert) {
        return "s" + expert % COLOURS + (expert >= COLOURS ? " again" : "");
    }

    /** The class of a model. */
    static String of(String model) {
        if (ModelNames.isExpert(model)) {
            return ofExpert(Integer.parseInt(model.substring(model.indexOf('-') + 1)));
        }
        return switch (model) {
            case ModelNames.SEED -> "seed";
            case ModelNames.DENSE -> "dense";
            case ModelNames.DENSE_TOTAL -> "dense total";
            default -> "other";
        };
    }
}
