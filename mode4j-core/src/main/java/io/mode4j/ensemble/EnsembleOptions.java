package io.mode4j.ensemble;

import io.mode4j.linalg.Softmax;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rules are compared.
 *
 * @param lambda temperature of the paper's rule, 0.2 in the paper
 * @param tau    temperature of the nearest rule and of that per text, 0.1
 * @param coarse whether each rule is also measured with coarse centres in place of fine ones
 */
public record EnsembleOptions(double lambda, double tau, boolean coarse) {

    /** Checks the temperatures. */
    public EnsembleOptions {
        Softmax.checkTemperature("lambda", lambda);
        Softmax.checkTemperature("tau", tau);
    }

    /** The paper's temperature and ours, fine centres only. */
    public static EnsembleOptions standard() {
        return new EnsembleOptions(0.2, 0.1, false);
    }

    /** The same, with each rule also measured with coarse centres or not. */
    public EnsembleOptions withCoarse(boolean too) {
        return new EnsembleOptions(lambda, tau, too);
    }

    /**
     * The rule of this name, with the temperature that these options give it.
     *
     * @throws IllegalArgumentException if there is none
     */
    public RoutingRule rule(String name) {
        List<RoutingRule> known = rules().stream().map(Routed::rule).distinct().toList();
        return known.stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "option rule: expected one of %s, found '%s'".formatted(known.stream().map(RoutingRule::name).toList(), name)));
    }

    /** The rules that look at texts and give a task its weights, but for the reference's. */
    public List<RoutingRule> others() {
        return rules().stream()
                .map(Routed::rule)
                .distinct()
                .filter(rule -> !(rule instanceof UniformRule) && !(rule instanceof ReferenceRule) && !rule.weighsEachText())
                .toList();
    }

    /** A rule and the centres that it looks at. */
    record Routed(RoutingRule rule, boolean coarse) {

        /** Key in weights.json. */
        String key() {
            return rule.name() + (coarse ? "-coarse" : "");
        }

        /** Name in the results. */
        String model() {
            return rule instanceof UniformRule ? ModelNames.UNIFORM : ModelNames.MODE_PREFIX + key();
        }
    }

    List<Routed> rules() {
        List<RoutingRule> informed = List.of(new PaperRule(lambda), new ReferenceRule(), new NearestRule(tau));
        List<Routed> rules = new ArrayList<>(List.of(new Routed(new UniformRule(), false)));
        informed.forEach(rule -> rules.add(new Routed(rule, false)));
        rules.add(new Routed(new PerTextRule(tau), false));
        rules.add(new Routed(new HardRule(), false));
        if (coarse) {
            informed.forEach(rule -> rules.add(new Routed(rule, true)));
        }
        return rules;
    }
}
