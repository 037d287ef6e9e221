package io.mode4j.cli;

import io.mode4j.trace.RunTrace;
import io.mode4j.trace.Trace;
import io.mode4j.trace.TracedModel;
import io.mode4j.trace.TracedPair;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Traced pairs, for people at a terminal: a line a pair. Stateless. */
final class TraceTable {
    private static final String NONE = "-";
    private static final int NAMES = 2; // columns of words

    private TraceTable() {}

    /** Nothing of pairs that arrived where none of them has a key; of models that came later, that they saw none. */
    static void print(RunTrace.Part part, PrintStream out) {
        String of = part.of();
        Trace trace = part.trace();
        if (!of.isEmpty()) {
            if (trace.pairs().isEmpty()) {
                trace.models()
                        .forEach(model -> out.printf("%n%s: %s%n", of,
                                model.untraced() == null ? "none of these pairs" : OptionNames.asFlags(model.untraced())));
                return;
            }
            out.printf("%n%s:%n", of);
        }
        List<TracedModel> traced = trace.models().stream().filter(model -> model.untraced() == null).toList();
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("key", "shard", "fine", "coarse", "distance"));
        traced.forEach(model -> head.add(model.name()));
        lines.add(head);
        trace.pairs().forEach(pair -> lines.add(line(pair)));
        aligned(lines, out);
        notes(of, trace, out);
    }

    private static List<String> line(TracedPair pair) {
        List<String> line = new ArrayList<>(List.of(pair.key(), pair.shard()));
        TracedPair.Cluster cluster = pair.cluster();
        if (cluster == null) {
            line.addAll(List.of(pair.heldOut() ? "held out" : NONE, NONE, NONE));
        } else {
            line.addAll(List.of(Integer.toString(cluster.fine()), Integer.toString(cluster.coarse()),
                    String.format(Locale.ROOT, "%.4f", cluster.distance())));
        }
        pair.seen().values().forEach(seen -> line.add(seen.toString()));
        return line;
    }

    private static void aligned(List<List<String>> lines, PrintStream out) {
        int[] widths = new int[lines.getFirst().size()];
        for (List<String> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String space = " ".repeat(widths[column] - line.get(column).length());
                text.append(column < NAMES ? line.get(column) + space : space + line.get(column)).append("  ");
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private static void notes(String of, Trace trace, PrintStream out) {
        if (of.isEmpty()) {
            out.println();
            out.println(
                    "Under a model: how often it saw the pair, repetitions in later epochs included. Experts and baselines continue the seed: what it saw, is in them too.");
            share(trace, out);
        }
        models(of.isEmpty(), trace, out);
    }

    private static void share(Trace trace, PrintStream out) {
        trace.onlyOf().ifPresent(share -> out.println("Here are only the pairs of " + share + "; of others nothing is known here."));
    }

    /** @param ofRun whether these are the run's first models: later ones go on from these, and not from elsewhere */
    private static void models(boolean ofRun, Trace trace, PrintStream out) {
        for (TracedModel model : trace.models()) {
            if (model.untraced() != null) {
                out.println(model.name() + " is not traced: " + OptionNames.asFlags(model.untraced()));
            }
            if (model.undecodable() > 0) {
                out.printf(Locale.ROOT,
                        "%s found %,d pictures that cannot be decoded; which, it did not note: a pair with such a picture was never seen.%n",
                        model.name(),
                        model.undecodable());
            }
            if (ofRun && model.beganElsewhere()) {
                out.println(model.name() + " began with the weights of a model made elsewhere: what that saw is not known here.");
            }
        }
    }
}
