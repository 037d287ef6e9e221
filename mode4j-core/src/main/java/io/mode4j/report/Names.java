package io.mode4j.report;

import io.mode4j.ensemble.ModelNames;
import io.mode4j.probe.ProbeStage;

/** What models, metrics and rules are called on the page. Stateless. */
final class Names {

    private Names() {}

    /** A model, briefly. */
    static String model(String model) {
        return switch (model) {
            case ModelNames.SEED -> "seed, not continued";
            case ModelNames.DENSE -> "dense, equal samples";
            case ModelNames.DENSE_TOTAL -> "dense, equal compute";
            case ModelNames.BEST_SINGLE_EXPERT -> "best single expert";
            case ModelNames.UNIFORM -> "uniform average";
            case ModelNames.RANDOM_SPLIT -> "random split, average";
            case ProbeStage.CONCATENATED -> "experts, side by side";
            default -> model.startsWith(ModelNames.MODE_PREFIX) ? "MoDE, " + rule(model.substring(ModelNames.MODE_PREFIX.length())) : model;
        };
    }

    /** A routing rule. */
    static String rule(String rule) {
        String suffix = "-coarse";
        if (rule.endsWith(suffix)) {
            return rule(rule.substring(0, rule.length() - suffix.length())) + ", coarse centres";
        }
        return rule.equals("paper") ? "paper’s rule" : rule + " rule";
    }

    /** What a model is, in a sentence; empty for those that say it themselves. */
    static String explanation(String model) {
        return switch (model) {
            case ModelNames.SEED -> "the model that all others continue";
            case ModelNames.DENSE -> "the seed continued on all pairs, for as many samples as one expert sees";
            case ModelNames.DENSE_TOTAL -> "the seed continued on all pairs, for as many samples as all experts together see";
            case ModelNames.BEST_SINGLE_EXPERT -> "the one expert with the best mean, on every task";
            case ModelNames.UNIFORM -> "all experts with equal weights";
            case ModelNames.RANDOM_SPLIT -> "experts of a random split of the pairs, with equal weights";
            case ModelNames.CHANCE -> "what guessing gives";
            default -> model.startsWith(ModelNames.MODE_PREFIX) ? ruleExplanation(model.substring(ModelNames.MODE_PREFIX.length())) : "";
        };
    }

    private static String ruleExplanation(String rule) {
        return switch (rule) {
            case "paper" ->
                "each text votes for the expert with the nearest fine centre, with exp(−d²/λ); a softmax over the experts’ sums";
            case "reference" -> "as the published code does it: distances unsquared, sharpened by the number of texts";
            case "nearest" ->
                "each text weighs all experts by a softmax of −d²/τ to their nearest fine centres; the mean over texts. Not in the paper";
            case "per-text" ->
                "each text weighs the experts by itself, as nearest does, and of a picture’s answers the experts’ probabilities are summed. Not in the paper";
            case "hard" ->
                "each text asks the expert with the fine centre nearest to it alone, and of a picture’s answers the probabilities are summed. Not in the paper";
            default -> rule.endsWith("-coarse") ? "the same rule with one coarse centre per expert" : "";
        };
    }
}
