package io.mode4j.pipeline;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.ensemble.EnsembleOptions;
import java.util.List;

/**
 * How a run is evaluated.
 *
 * @param ensembles which rules are compared
 * @param experts   which experts vote, by name or number; all, if empty
 * @param generation of which they are, or {@link RunDirectory#NEWEST}
 */
public record EvaluateOptions(EnsembleOptions ensembles, List<String> experts, int generation) {

    /** Copies the list. */
    public EvaluateOptions {
        experts = List.copyOf(experts);
    }

    /** All experts, the usual rules. */
    public static EvaluateOptions defaults() {
        return new EvaluateOptions(EnsembleOptions.standard(), List.of(), RunDirectory.NEWEST);
    }

    /** The same, with each rule also measured with coarse centres or not. */
    public EvaluateOptions withCoarseRouting(boolean too) {
        return new EvaluateOptions(ensembles.withCoarse(too), experts, generation);
    }

    /** The same with these experts. */
    public EvaluateOptions withExperts(List<String> some) {
        return new EvaluateOptions(ensembles, some, generation);
    }

    /** The same with the experts of another generation. */
    public EvaluateOptions withGeneration(int other) {
        return new EvaluateOptions(ensembles, experts, other);
    }
}
