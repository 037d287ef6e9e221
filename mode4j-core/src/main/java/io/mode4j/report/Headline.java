package io.mode4j.report;

import io.mode4j.ensemble.ModelNames;
import io.mode4j.report.Evaluation.TaskResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the numbers say, in words computed from them: where MoDE is above and where it is not above the dense models. The title takes the paper's rule, which was fixed
 * beforehand; the best rule is named as what it is, chosen after the fact. No number is told from tasks that say little alone.
 */
final class Headline {

    private static final String PAPER = ModelNames.MODE_PREFIX + "paper";
    /** Differences that round to 0.0 points are ties. */
    private static final double TIE = 0.0005;

    private final Evaluation evaluation;

    Headline(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    String title() {
        if (evaluation.experts().isEmpty()) {
            return ofModels();
        }
        String name = "MoDE-" + evaluation.experts().size();
        if (nothingTells()) {
            return name + ": too little was evaluated to tell how good it is";
        }
        OptionalDouble mode = mean(PAPER);
        if (mode.isEmpty()) {
            return name;
        }
        List<String> parts = new ArrayList<>();
        against(ModelNames.DENSE, "the dense model of equal samples", mode.getAsDouble(), parts);
        against(ModelNames.DENSE_TOTAL, "the dense model of equal compute", mode.getAsDouble(), parts);
        String beginning = "%s reaches a mean of %s %%".formatted(name, Numbers.percent(mode.getAsDouble()));
        return parts.isEmpty() ? beginning : beginning + ": " + String.join(", and ", parts);
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        List<String> doubts = Doubt.in(evaluation);
        if (nothingTells()) {
            sentences.add(
                    "Every task says little: %s. Evaluate on more: hold out a larger share of the pairs, take more pairs, or name tasks."
                            .formatted(String.join("; ", doubts)));
            return sentences;
        }
        if (!doubts.isEmpty()) {
            sentences.add("These tasks say little, and are in the means nevertheless: %s.".formatted(String.join("; ", doubts)));
        }
        if (evaluation.experts().isEmpty()) {
            return sentences;
        }
        sentences.add("Weights by the paper’s rule. " + tally()
                + " Best single expert (%s): %s %%; uniform average: %s %%; chance: %s %%.".formatted(
                        evaluation.bestExpert(), Numbers.percent(mean(ModelNames.BEST_SINGLE_EXPERT)),
                        Numbers.percent(mean(ModelNames.UNIFORM)),
                        Numbers.percent(mean(ModelNames.CHANCE))));
        bestRule(sentences);
        if (mean(ModelNames.DENSE_TOTAL).isEmpty()) {
            sentences.add(
                    "The dense model of equal total compute was not trained in this run; it is the harder one to beat, and the option ablations trains it.");
        }
        return sentences;
    }

    /** Of an evaluation of models alone. */
    private String ofModels() {
        List<String> models = evaluation.models().stream().filter(model -> !model.equals(ModelNames.CHANCE)).toList();
        String size = "%s on %s".formatted(Numbers.counted(models.size(), "model"), Numbers.counted(evaluation.tasks().size(), "task"));
        if (models.size() < 2 || nothingTells()) {
            return size;
        }
        String best = models.stream().max(Comparator.comparingDouble(model -> mean(model).orElse(0))).orElseThrow();
        return "%s: %s has the highest mean, %s %%".formatted(size, best, Numbers.percent(mean(best)));
    }

    private boolean nothingTells() {
        return Doubt.in(evaluation).size() == evaluation.tasks().size();
    }

    private void against(String model, String words, double mode, List<String> parts) {
        mean(model).ifPresent(value -> parts.add(difference(mode - value) + " " + words));
    }

    private static String difference(double difference) {
        if (Math.abs(difference) < TIE) {
            return "level with";
        }
        return "%s points %s".formatted(Numbers.points(Math.abs(difference)).substring(1), difference > 0 ? "above" : "below");
    }

    /** On how many of the tasks' main measures the paper's rule is above the dense model of equal samples, and where it is not. */
    private String tally() {
        int above = 0;
        int all = 0;
        List<String> not = new ArrayList<>();
        for (TaskResult task : evaluation.tasks()) {
            for (String metric : task.mainMetrics()) {
                OptionalDouble dense = Evaluation.value(task.results(), metric, ModelNames.DENSE);
                OptionalDouble mode = Evaluation.value(task.results(), metric, PAPER);
                if (dense.isPresent() && mode.isPresent()) {
                    all++;
                    if (mode.getAsDouble() > dense.getAsDouble()) {
                        above++;
                    } else {
                        not.add(task.mainMetrics().size() > 1 ? task.name() + " (" + evaluation.heading(metric) + ")" : task.name());
                    }
                }
            }
        }
        if (all == 0) {
            return "No dense model was trained in this run.";
        }
        String where = not.isEmpty() ? "." : ", not on " + String.join(", ", not) + ".";
        return "MoDE is above the dense model of equal samples on %d of %d measures%s".formatted(above, all, where);
    }

    private void bestRule(List<String> sentences) {
        List<String> rules = evaluation.models().stream().filter(model -> model.startsWith(ModelNames.MODE_PREFIX)).toList();
        String best = rules.stream().max(Comparator.comparingDouble(model -> mean(model).orElse(0))).orElse(PAPER);
        double value = mean(best).orElse(0);
        if (best.equals(PAPER) || value <= mean(PAPER).orElse(0)) {
            return;
        }
        List<String> parts = new ArrayList<>();
        against(ModelNames.DENSE, "dense of equal samples", value, parts);
        against(ModelNames.DENSE_TOTAL, "dense of equal compute", value, parts);
        sentences.add("Of the rules, the %s does best here: %s %%%s. That choice was made after seeing these results.".formatted(
                Names.rule(best.substring(ModelNames.MODE_PREFIX.length())), Numbers.percent(value),
                parts.isEmpty() ? "" : ", " + String.join(", ", parts)));
    }

    private OptionalDouble mean(String model) {
        return evaluation.average(Evaluation.MEAN, model);
    }
}
