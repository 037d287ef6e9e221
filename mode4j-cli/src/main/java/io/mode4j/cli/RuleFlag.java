package io.mode4j.cli;

import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.ensemble.NearestRule;
import io.mode4j.ensemble.RoutingRule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that says how experts are weighed. */
final class RuleFlag {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--rule", paramLabel = "RULE", description = "How a run's experts are weighed, also when tasks before and after are compared: nearest, per-text, hard, paper, reference, or uniform. Default: nearest")
    private @Nullable String rule;

    boolean given() {
        return rule != null;
    }

    /** The rule that is asked for. */
    RoutingRule rule() {
        return OptionNames.checked(command, () -> rule == null ? new NearestRule() : EnsembleOptions.standard().rule(rule));
    }
}
