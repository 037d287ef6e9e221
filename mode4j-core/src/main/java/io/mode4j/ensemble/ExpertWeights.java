package io.mode4j.ensemble;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.JsonText;
import io.mode4j.artifact.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/**
 * How much each of a run's trained experts counts, whatever it is for. Needs no centres.
 *
 * @param byName at least one above 0; in proportion, not of any sum
 */
public record ExpertWeights(SequencedMap<String, Double> byName) {

    /** Checks the numbers. */
    public ExpertWeights {
        byName = new LinkedHashMap<>(byName);
        if (byName.values().stream().anyMatch(weight -> !(weight >= 0) || weight.isInfinite())
                || byName.values().stream().noneMatch(weight -> weight > 0)) {
            throw new IllegalArgumentException("option weights: expected numbers of at least 0, one of them above, found " + byName);
        }
    }

    /**
     * The same weight for each.
     *
     * @param experts names or numbers as {@link Experts#only} has them; empty: all
     * @throws BadInputException if one is not there
     */
    public static ExpertWeights uniform(RunDirectory run, List<String> experts) throws IOException {
        SequencedMap<String, Double> weights = new LinkedHashMap<>();
        names(run, experts).forEach(name -> weights.put(name, 1.0));
        return new ExpertWeights(weights);
    }

    /**
     * Weights of one's own.
     *
     * @param given one for each of the experts, in the order of their names, or as asked for
     * @throws BadInputException as {@link #uniform}, and if there are more or fewer
     */
    public static ExpertWeights of(RunDirectory run, List<String> experts, List<Double> given) throws IOException {
        List<String> names = names(run, experts);
        if (given.size() != names.size()) {
            throw new BadInputException("option weights: expected one for each of %s, found %d".formatted(names, given.size()));
        }
        SequencedMap<String, Double> weights = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            weights.put(names.get(i), given.get(i));
        }
        return new ExpertWeights(weights);
    }

    /**
     * The weights that an evaluation gave the experts for a task.
     *
     * @param task its name
     * @param rule key of the rule in the task's {@code weights.json}
     * @throws BadInputException as {@link #uniform}, and if the run was not evaluated on that task, with that expert or by that rule
     */
    public static ExpertWeights ofTask(RunDirectory run, List<String> experts, String task, String rule) throws IOException {
        Path file = run.evaluated().weights(task).resolve(TaskWeights.FILE);
        if (!Files.exists(file)) {
            throw new BadInputException("%s: expected the weights of task '%s', found none; evaluate it (mode4j evaluate). The run has %s"
                    .formatted(file, task, evaluated(run)));
        }
        JsonNode said = JsonText.read(file, "weights of experts");
        JsonNode byRule = said.path("weights");
        if (!byRule.has(rule)) {
            throw new BadInputException(
                    "option rule: %s has weights by %s, not by '%s'".formatted(file, List.copyOf(byRule.propertyNames()), rule));
        }
        List<String> scored = said.path("experts").valueStream().map(JsonNode::asString).toList();
        SequencedMap<String, Double> weights = new LinkedHashMap<>();
        for (String name : names(run, experts)) {
            if (!scored.contains(name)) {
                throw new BadInputException("%s: expected a weight of %s, found %s; evaluate again".formatted(file, name, scored));
            }
            weights.put(name, byRule.path(rule).path(scored.indexOf(name)).asDouble(0));
        }
        return new ExpertWeights(weights);
    }

    private static List<String> evaluated(RunDirectory run) throws IOException {
        return RunDirectory.foldersIn(run.evaluated().weights()).stream().map(folder -> String.valueOf(folder.getFileName())).toList();
    }

    private static List<String> names(RunDirectory run, List<String> experts) throws IOException {
        List<String> known = run.trainedExperts().keySet().stream().sorted(ModelNames.EXPERT_ORDER).toList();
        if (known.isEmpty()) {
            throw new BadInputException(run.experts() + ": no expert is there; train first (mode4j train)");
        }
        return ModelNames.chosen(known, experts);
    }
}
