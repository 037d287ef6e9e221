package io.mode4j.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Three panels side by side, logarithmic on both axes: seconds an iteration over N, K and D. */
final class GrowthPlot {
    private static final int PANEL = 250;
    private static final int HEIGHT = 250;
    private static final int LEFT = 48;
    private static final int BOTTOM = 46;
    private static final int TOP = 34;

    private final StringBuilder svg = new StringBuilder();
    private final double least;
    private final double most;

    private GrowthPlot(List<GrowthBenchmark.Sample> samples) {
        least = Math.floor(Math.log10(samples.stream().mapToDouble(GrowthBenchmark.Sample::plain).min().orElseThrow()));
        most = Math.ceil(Math.log10(samples.stream().mapToDouble(GrowthBenchmark.Sample::balanced).max().orElseThrow()));
    }

    /** The plot as SVG. */
    static String of(List<GrowthBenchmark.Sample> samples) {
        GrowthPlot plot = new GrowthPlot(samples);
        plot.add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">\n",
                3 * PANEL + 10, HEIGHT + TOP + BOTTOM);
        plot.add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n");
        List<String> letters = List.of("N", "K", "D");
        List<String> names = List.of("points N", "centres K", "dimensions D");
        for (int i = 0; i < letters.size(); i++) {
            String letter = letters.get(i);
            plot.panel(i * PANEL, names.get(i), samples.stream().filter(sample -> sample.varied().equals(letter)).toList());
        }
        return plot.add("</svg>\n").svg.toString();
    }

    private void panel(int left, String name, List<GrowthBenchmark.Sample> samples) {
        for (double tick = least; tick <= most; tick++) {
            double y = y(tick);
            add("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n", left + LEFT, left + PANEL - 8, y, y);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s s</text>\n", left + LEFT - 5, y + 4, number(Math.pow(10, tick)));
        }
        for (int i = 0; i < samples.size(); i++) {
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", x(left, i, samples.size()), TOP + HEIGHT + 16,
                    thousands(samples.get(i).value()));
        }
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", left + LEFT + (PANEL - LEFT - 8) / 2, TOP + HEIGHT + 36, name);
        curve(left, samples, GrowthBenchmark.Sample::plain, "#1f77b4", "plain", 12);
        curve(left, samples, GrowthBenchmark.Sample::balanced, "#d62728", "balanced", 26);
    }

    private void curve(int left, List<GrowthBenchmark.Sample> samples, ToDoubleFunction<GrowthBenchmark.Sample> value, String colour,
            String label, int labelAt) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < samples.size(); i++) {
            double x = x(left, i, samples.size());
            double y = y(Math.log10(value.applyAsDouble(samples.get(i))));
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : " L", x, y));
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n", x, y, colour);
        }
        add("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>\n", path, colour);
        add("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n", left + LEFT + 4, TOP - 20 + labelAt, colour, label);
    }

    private static double x(int left, int index, int count) {
        return left + LEFT + 12 + (PANEL - LEFT - 32.0) * index / (count - 1);
    }

    private double y(double logarithm) {
        return TOP + HEIGHT * (most - logarithm) / (most - least);
    }

    private static String thousands(int value) {
        return value >= 10_000 ? value / 1000 + "k" : Integer.toString(value);
    }

    private static String number(double value) {
        return value >= 1 ? Long.toString(Math.round(value)) : Double.toString(Math.round(value * 1e6) / 1e6);
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
    private GrowthPlot add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
        return this;
    }
}
