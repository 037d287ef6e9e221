package io.mode4j.cli;

import io.mode4j.negatives.Figure;
import io.mode4j.negatives.Interval;
import io.mode4j.negatives.NegativesReport;
import io.mode4j.negatives.NegativesReport.Kind;
import io.mode4j.negatives.Verdict;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The negatives of a run, for people at a terminal: a row a figure, a column a model. Stateless. */
final class NegativesText {
    private static final int NAME = 22;
    private static final int CELL = 17;

    private NegativesText() {}

    static void print(NegativesReport report, PrintStream out) {
        out.printf(Locale.ROOT, "%,d batches of %,d pairs of each model, %,d different pairs, logit scale %.1f%s%n%n", report.batches(),
                report.batchSize(), report.pairs(), report.logitScale(),
                report.undecodable() == 0 ? "" : ", " + report.undecodable() + " undecodable");
        List<Kind> kinds = Stream.concat(report.kinds().stream(), Stream.of(report.experts())).toList();
        row("", kinds.stream().map(Kind::name).toList(), out);
        row("pairs", kinds.stream().map(kind -> String.format(Locale.ROOT, "%,d", kind.pairs())).toList(), out);
        for (Figure figure : Figure.values()) {
            row(figure.heading() + (figure.isShare() ? ", %" : ""), kinds.stream().map(kind -> cell(figure, kind.figure(figure))).toList(),
                    out);
        }
        out.println();
        Verdict.of(report).forEach(out::println);
    }

    private static void row(String name, List<String> cells, PrintStream out) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + NAME + "s", name));
        cells.forEach(cell -> line.append(String.format(Locale.ROOT, "%" + CELL + "s", cell)));
        out.println(line);
    }

    private static String cell(Figure figure, Interval interval) {
        double unit = figure.isShare() ? 100 : 1;
        String format = figure == Figure.EFFECTIVE_NEGATIVES ? "%.1f ± %.1f" : "%.3f ± %.3f";
        return String.format(Locale.ROOT, format, unit * interval.mean(), unit * (interval.high() - interval.mean()));
    }
}
