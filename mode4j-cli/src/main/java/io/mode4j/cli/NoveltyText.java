package io.mode4j.cli;

import io.mode4j.growth.Advice;
import io.mode4j.growth.Novelty;
import io.mode4j.growth.Grown;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is new in pairs that arrived, and what was made of them, for people. Stateless. */
final class NoveltyText {
    private static final int SHOWN = 8;

    private NoveltyText() {}

    static void print(Novelty novelty, PrintStream out) {
        out.printf(Locale.ROOT, "%,d pairs are known, %,d arrived%s%n", novelty.known(), novelty.arrived(), novelty.leftOut() == 0 ? ""
                : String.format(Locale.ROOT,
                        "; %,d of them have a caption or picture of a held-out pair, or a key that is retired, and are left out",
                        novelty.leftOut()));
        out.printf(Locale.ROOT,
                "%,d (%.1f %%) are farther from their fine centre than 99 %% of its pairs were; were nothing new, 1 %% would be%n",
                novelty.unprecedented(), 100 * novelty.share());
        out.printf(Locale.ROOT,
                "shares of the fine centres moved by %.3f (population stability index: 0.1 is a shift, 0.25 a large one)%n%n",
                novelty.stability());
        out.printf("%-10s %12s %9s %12s %9s %14s%n", "cluster", "known", "", "arrived", "", "unprecedented");
        long counted = Math.max(1, novelty.arrived() - novelty.leftOut());
        for (Novelty.Cluster cluster : novelty.clusters()) {
            out.printf(Locale.ROOT, "%-10d %,12d %7.1f %% %,12d %7.1f %% %,14d%n", cluster.number(), cluster.known(),
                    100.0 * cluster.known() / Math.max(1, novelty.known()), cluster.arrived(), 100.0 * cluster.arrived() / counted,
                    cluster.unprecedented());
        }
        out.println();
        if (!novelty.words().isEmpty()) {
            out.println("words of the unprecedented: " + String.join(", ", novelty.words()));
        }
        if (!novelty.examples().isEmpty()) {
            out.println(
                    "farthest off: " + novelty.examples().stream().map(caption -> '"' + caption + '"').collect(Collectors.joining(", ")));
        }
        out.println("Advice: " + advice(novelty));
    }

    private static String advice(Novelty novelty) {
        String words = novelty.advice().words();
        return switch (novelty.advice()) {
            case UPDATE -> "%s: --update %s".formatted(words,
                    novelty.changed().stream().limit(SHOWN).map(cluster -> "expert-" + cluster.number()).collect(Collectors.joining(",")));
            case NEW_EXPERT -> words + ": --new-expert";
            case NOTHING, TOO_FEW -> words;
        };
    }

    /** What changed on tasks of before, and which generation counts now. */
    static void print(Grown grown, PrintStream out) {
        out.println();
        ChangesText.print(grown.changes(), out);
        int number = grown.generation().number();
        out.println(grown.counts()
                ? "Generation %d (%s) is the current one. Next: mode4j evaluate".formatted(number, grown.generation().change())
                : "Generation %d (%s) is written, and is not the current one: a task became worse by more than --tolerance. To have it all the same: mode4j generations --choose %d"
                        .formatted(number, grown.generation().change(), number));
    }
}
