package io.mode4j.report;

import io.mode4j.ensemble.ModelNames;
import io.mode4j.report.LossCurve.HeldOutLook;
import io.mode4j.report.LossCurve.Point;
import io.mode4j.report.Plot.Label;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Losses over samples: of training as lines, on held-out pairs as dotted ones. */
final class LossChart {

    private static final double HEIGHT = 380;

    private final List<LossCurve> curves;
    private final List<String> experts;
    private final Plot plot;

    LossChart(List<LossCurve> curves, List<String> experts) {
        this.curves = curves;
        this.experts = experts;
        List<Point> all = curves.stream()
                .flatMap(curve -> Stream.concat(curve.points().stream(), curve.heldOut().stream().map(HeldOutLook::point)))
                .toList();
        double low = all.stream().mapToDouble(Point::loss).min().orElse(0);
        double high = all.stream().mapToDouble(Point::loss).max().orElse(1);
        plot = new Plot(Ticks.of(0, all.stream().mapToDouble(Point::samples).max().orElse(1), 6), Ticks.of(low, high, 5), HEIGHT);
    }

    DomContent draw() {
        List<DomContent> marks = plot.axes("samples seen", "loss", Numbers::compact);
        for (LossCurve curve : curves) {
            marks.add(plot.line(places(curve.points()), style(curve)));
            if (!curve.heldOut().isEmpty()) {
                marks.add(plot.line(places(curve.heldOut().stream().map(HeldOutLook::point).toList()), "heldout " + style(curve)));
            }
        }
        marks.addAll(labels());
        return Svg.svg(Plot.WIDTH, HEIGHT, "Training loss of " + String.join(", ", curves.stream().map(LossCurve::model).toList()),
                marks.toArray(DomContent[]::new));
    }

    /** Names at the ends of the curves; the seed's above its curve. */
    private List<DomContent> labels() {
        List<DomContent> labels = new ArrayList<>(plot.labels(curves.stream()
                .filter(curve -> !curve.model().equals(ModelNames.SEED))
                .map(curve -> new Label(place(curve.points().getLast()), style(curve), Names.model(curve.model())))
                .toList()));
        curves.stream().filter(curve -> curve.model().equals(ModelNames.SEED)).findFirst().ifPresent(seed -> {
            Point middle = seed.points().get(seed.points().size() / 2);
            labels.add(Svg.text(plot.px(middle.samples()), plot.py(middle.loss()) - 12, "label middle seed", "seed"));
        });
        return labels;
    }

    private String style(LossCurve curve) {
        return Series.of(curve.model(), experts);
    }

    private static List<Plot.Point> places(List<Point> points) {
        return points.stream().map(LossChart::place).toList();
    }

    private static Plot.Point place(Point point) {
        return new Plot.Point(point.samples(), point.loss());
    }
}
