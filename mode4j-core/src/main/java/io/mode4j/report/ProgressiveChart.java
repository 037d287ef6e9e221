package io.mode4j.report;

import io.mode4j.ensemble.ModelNames;
import io.mode4j.report.Plot.Label;
import io.mode4j.report.Plot.Point;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** Means over the number of experts that are there: a line for each way of weighing them, and the dense models as level ones. */
final class ProgressiveChart {

    private static final double HEIGHT = 300;
    private static final double PERCENT = 100;
    private static final int TICKS = 5;

    private final SequencedMap<String, List<Point>> lines = new LinkedHashMap<>();
    private final Plot plot;
    private final int experts;

    /**
     * Takes the figures.
     *
     * @param rows metric to model to value, of the first expert, the first two, and so on up to all; at least two
     * @param sums the models that are made of experts
     */
    ProgressiveChart(Evaluation evaluation, List<SequencedMap<String, SequencedMap<String, Double>>> rows, List<String> sums) {
        experts = rows.size();
        for (String model : evaluation.baselines()) {
            evaluation.average(Evaluation.MEAN, model)
                    .ifPresent(mean -> lines.put(model, List.of(new Point(1, PERCENT * mean), new Point(experts, PERCENT * mean))));
        }
        for (String model : sums) {
            lines.put(model, IntStream.range(0, experts)
                    .boxed()
                    .flatMap(k -> Evaluation.value(rows.get(k), Evaluation.MEAN, model)
                            .stream()
                            .mapToObj(mean -> new Point(k + 1, PERCENT * mean)))
                    .toList());
        }
        lines.values().removeIf(List::isEmpty);
        double low = lines.values().stream().flatMap(List::stream).mapToDouble(Point::y).min().orElse(0);
        double high = lines.values().stream().flatMap(List::stream).mapToDouble(Point::y).max().orElse(1);
        plot = new Plot(ofExperts(), Ticks.of(low, high, TICKS), HEIGHT);
    }

    /** Whole experts only. */
    private Ticks ofExperts() {
        Ticks round = Ticks.of(1, experts, Math.min(experts, 2 * TICKS));
        List<Double> whole = round.values().stream().filter(tick -> tick >= 1 && tick <= experts && tick == Math.rint(tick)).toList();
        return new Ticks(1, experts, whole);
    }

    DomContent draw() {
        List<DomContent> marks = new ArrayList<>(plot.axes("experts that are there", "mean, %", Numbers::trimmed));
        lines.forEach((model, points) -> marks.add(plot.line(points, style(model))));
        marks.addAll(plot.labels(lines.entrySet()
                .stream()
                .map(line -> new Label(line.getValue().getLast(), style(line.getKey()), Names.model(line.getKey())))
                .toList()));
        return Svg.svg(Plot.WIDTH, HEIGHT, "The mean over the number of experts: " + String.join(", ", lines.keySet()),
                marks.toArray(DomContent[]::new));
    }

    private String style(String model) {
        List<String> rules = lines.keySet().stream().filter(one -> one.startsWith(ModelNames.MODE_PREFIX)).toList();
        return rules.contains(model) ? Series.ofExpert(rules.indexOf(model)) : Series.of(model, List.of());
    }
}
