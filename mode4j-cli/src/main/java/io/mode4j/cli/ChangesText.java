package io.mode4j.cli;

import io.mode4j.ensemble.EstablishedAbility.Change;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How tasks changed from one generation to another, for people. Stateless. */
final class ChangesText {
    private static final int SHOWN = 8;

    private ChangesText() {}

    static void print(List<Change> changes, PrintStream out) {
        if (changes.isEmpty()) {
            out.println("No task says whether anything became worse: hold pairs out when a run is begun (--holdout), or give --tasks.");
        }
        Set<String> told = new HashSet<>();
        for (Change change : changes) {
            String interval = change.low().isEmpty() ? ""
                    : String.format(Locale.ROOT, " (%+.2f to %+.2f)", 100 * change.low().getAsDouble(), 100 * change.high().orElseThrow());
            out.printf(Locale.ROOT, "%-32s %-26s %6.2f %% -> %6.2f %%  %+.2f%s%n", change.task(), change.metric(), 100 * change.before(),
                    100 * change.after(), 100 * (change.after() - change.before()), interval);
            if (told.add(change.task()) && !change.moved().isEmpty()) { // the same for each of a task's metrics
                out.printf(Locale.ROOT, "    %,d texts have another nearest expert: %s%s%n", change.moved().size(),
                        change.moved().stream().limit(SHOWN).collect(Collectors.joining(", ")), change.moved().size() > SHOWN ? ", …" : "");
            }
        }
    }
}
