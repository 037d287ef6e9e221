package io.mode4j.cli;

import io.mode4j.artifact.Generation;
import io.mode4j.growth.ToRetire;
import io.mode4j.pipeline.Retired;
import io.mode4j.trace.Witness;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who saw pairs that are retired, and what came of it, for people. Stateless. */
final class RetireText {
    private RetireText() {}

    /** What would be done. */
    static void print(ToRetire what, long samples, PrintStream out) {
        keys(what, out);
        saw(what.seed(), "", out);
        for (Witness expert : what.experts()) {
            saw(expert, String.format(Locale.ROOT, "; it would be trained again, from the seed, on %,d samples", samples), out);
        }
        others(what, false, out);
    }

    /** What was done. */
    static void print(Retired retired, PrintStream out) {
        ToRetire what = retired.what();
        keys(what, out);
        what.experts().forEach(expert -> saw(expert, "", out));
        others(what, true, out);
        out.println();
        if (retired.generation().isEmpty()) {
            out.println("Nothing is to be done: no expert of generation %d saw any of these pairs, and none that is made from it will."
                    .formatted(what.current().number()));
            return;
        }
        Generation generation = retired.generation().get();
        if (!what.experts().isEmpty()) {
            ChangesText.print(retired.changes(), out);
        }
        out.println("Generation %d (%s) is the current one. Next: mode4j evaluate".formatted(generation.number(), generation.change()));
    }

    private static void keys(ToRetire what, PrintStream out) {
        SortedSet<String> already = new TreeSet<>(what.keys());
        already.removeAll(what.more());
        out.printf(Locale.ROOT, "keys to retire: %,d; retired already: %,d%n", what.more().size(), already.size());
        if (!what.heldOut().isEmpty()) {
            out.printf(Locale.ROOT, "keys of held-out pairs: %,d; no model learned from them, and they stay held out%n",
                    what.heldOut().size());
        }
        if (what.seed().beganElsewhere()) {
            out.println("The seed began with the weights of a model made elsewhere: what that saw is not known here.");
        }
    }

    private static void saw(Witness model, String then, PrintStream out) {
        String what = model.untraced() == null ? String.format(Locale.ROOT, "%,d of the keys", model.keys().size())
                : "not known, and taken for all of them: " + OptionNames.asFlags(model.untraced());
        out.printf("%-16s saw %s%s%n", model.name(), what, then);
    }

    /** What is not of the generation that counts. */
    private static void others(ToRetire what, boolean done, PrintStream out) {
        if (what.others().isEmpty() && (!done || what.experts().isEmpty())) {
            return;
        }
        out.println("Not of the current generation, and not trained again; remove what is not to be used any more:");
        what.others().forEach(model -> other(model, model.folder(), out));
        if (done) {
            what.experts().forEach(model -> other(model, model.folder(), out));
        }
        out.println("Models that were merged from these, exported or copied are not known here.");
    }

    private static void other(Witness model, Path folder, PrintStream out) {
        out.printf("    %-16s %s%n", model.name(), folder);
    }
}
