package io.mode4j.mixture;

import io.mode4j.ensemble.NearestRule;
import io.mode4j.ensemble.RoutingRule;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a mixture is asked.
 *
 * @param rule      who votes with which weight
 * @param experts   those that are asked, by their names; empty: all of the run
 * @param minWeight experts of less weight never see a picture that is classified; empty: those whose part in any probability is below {@link #ERROR}
 */
public record ModeOptions(RoutingRule rule, List<String> experts, OptionalDouble minWeight) {

    /** How much experts that are left out without being told to may change a probability. */
    public static final double ERROR = 1e-3;

    /** Copies the list; a least weight is between 0 and 1, and not for a rule by which each text weighs. */
    public ModeOptions {
        experts = List.copyOf(experts);
        if (minWeight.isPresent() && !(minWeight.getAsDouble() >= 0 && minWeight.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("option min-weight expects a number from 0 to 1, found " + minWeight.getAsDouble());
        }
        if (minWeight.isPresent() && rule.weighsEachText()) {
            throw new IllegalArgumentException(
                    "option min-weight: by the rule %s each text weighs the experts by itself".formatted(rule.name()));
        }
    }

    /** All experts by the nearest rule; who counts too little to be seen is not asked. */
    public static ModeOptions standard() {
        return new ModeOptions(new NearestRule(), List.of(), OptionalDouble.empty());
    }

    /** The same by another rule. */
    public ModeOptions withRule(RoutingRule other) {
        return new ModeOptions(other, experts, minWeight);
    }

    /** The same with these experts alone. */
    public ModeOptions withExperts(List<String> names) {
        return new ModeOptions(rule, names, minWeight);
    }

    /** The same without experts of less weight; 0 asks all of them. */
    public ModeOptions withMinWeight(double weight) {
        return new ModeOptions(rule, experts, OptionalDouble.of(weight));
    }
}
