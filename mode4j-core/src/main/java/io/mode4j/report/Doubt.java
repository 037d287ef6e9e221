package io.mode4j.report;

import io.mode4j.ensemble.ModelNames;
import io.mode4j.report.Evaluation.TaskResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Which tasks say little about models, and why: those with few cases, and those where guessing is right more often than not. Stateless. */
final class Doubt {
    private static final int FEW = 100;
    private static final double LIKELY = 0.5;
    /** Half of the 95 % interval of a share of n that is about a half, times the root of n. */
    private static final double INTERVAL = 0.98;

    private Doubt() {}

    /** Why a task says little, in a few words; empty when it says something. */
    static Optional<String> of(TaskResult task) {
        int count = task.size().cases();
        if (count < FEW) {
            String one = task.words().oneCase();
            return Optional.of(count == 1 ? "1 " + one
                    : "%d %ss: one of them is %s points, and luck alone moves a figure by up to %s".formatted(count, one,
                            Numbers.percent(1.0 / count), Numbers.percent(Math.min(1, INTERVAL / Math.sqrt(count)))));
        }
        OptionalDouble chance = task.mainMetrics()
                .stream()
                .flatMapToDouble(metric -> Evaluation.value(task.results(), metric, ModelNames.CHANCE).stream())
                .max();
        return chance.isPresent() && chance.getAsDouble() > LIKELY
                ? Optional.of("guessing is right in %s %% of all cases".formatted(Numbers.percent(chance)))
                : Optional.empty();
    }

    /** The tasks that say little, each with the reason. */
    static List<String> in(Evaluation evaluation) {
        return evaluation.tasks().stream().flatMap(task -> of(task).map(why -> "%s (%s)".formatted(task.name(), why)).stream()).toList();
    }
}
