package io.mode4j.report;

import io.mode4j.ensemble.ModelNames;
import io.mode4j.report.LossCurve.HeldOutLook;
import io.mode4j.report.LossCurve.Point;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Losses over samples: of training as lines, on held-out pairs as dotted ones. Scales and places of labels. */
final class LossChart {

    private static final double WIDTH = 900;
    private static final double HEIGHT = 380;
    private static final double LEFT = 56;
    private static final double RIGHT = 176;
    private static final double TOP = 26;
    private static final double BOTTOM = 48;
    private static final double LABEL_HEIGHT = 15;

    private final List<LossCurve> curves;
    private final List<String> experts;
    private final Ticks x;
    private final Ticks y;

    LossChart(List<LossCurve> curves, List<String> experts) {
        this.curves = curves;
        this.experts = experts;
        List<Point> all = curves.stream()
                .flatMap(curve -> Stream.concat(curve.points().stream(), curve.heldOut().stream().map(HeldOutLook::point)))
                .toList();
        x = Ticks.of(0, all.stream().mapToDouble(Point::samples).max().orElse(1), 6);
        double low = all.stream().mapToDouble(Point::loss).min().orElse(0);
        double high = all.stream().mapToDouble(Point::loss).max().orElse(1);
        y = Ticks.of(low, high, 5);
    }

    DomContent draw() {
        List<DomContent> marks = new ArrayList<>();
        for (double tick : y.values()) {
            marks.add(Svg.line(LEFT, py(tick), WIDTH - RIGHT, py(tick), "grid"));
            marks.add(Svg.text(LEFT - 8, py(tick) + 4, "tick end", Numbers.trimmed(tick)));
        }
        for (double tick : x.values()) {
            marks.add(Svg.line(px(tick), HEIGHT - BOTTOM, px(tick), HEIGHT - BOTTOM + 5, "axis"));
            marks.add(Svg.text(px(tick), HEIGHT - BOTTOM + 20, "tick middle", Numbers.compact(tick)));
        }
        marks.add(Svg.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis"));
        marks.add(Svg.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "axislabel middle", "samples seen"));
        marks.add(Svg.text(LEFT, TOP - 12, "axislabel", "loss"));
        for (LossCurve curve : curves) {
            marks.add(Svg.path(path(curve.points()), "series " + Series.of(curve.model(), experts)));
            if (!curve.heldOut().isEmpty()) {
                marks.add(Svg.path(path(curve.heldOut().stream().map(HeldOutLook::point).toList()),
                        "series heldout " + Series.of(curve.model(), experts)));
            }
        }
        marks.addAll(labels());
        return Svg.svg(WIDTH, HEIGHT, "Training loss of " + String.join(", ", curves.stream().map(LossCurve::model).toList()),
                marks.toArray(DomContent[]::new));
    }

    private String path(List<Point> points) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(String.format(Locale.ROOT, "%.1f %.1f", px(point.samples()), py(point.loss())));
        }
        return path.toString();
    }

    /** Names at the ends of the curves, pushed apart where they would overlap; the seed's above its curve. */
    private List<DomContent> labels() {
        List<DomContent> labels = new ArrayList<>();
        List<LossCurve> atEnd = curves.stream()
                .filter(curve -> !curve.model().equals(ModelNames.SEED))
                .sorted(Comparator.comparingDouble((LossCurve curve) -> py(curve.points().getLast().loss())))
                .toList();
        double room = HEIGHT - BOTTOM - LABEL_HEIGHT * Math.max(0, atEnd.size() - 1);
        double last = TOP - LABEL_HEIGHT;
        for (LossCurve curve : atEnd) {
            Point end = curve.points().getLast();
            double at = Math.max(last + LABEL_HEIGHT, Math.min(room, py(end.loss())));
            labels.add(Svg.line(px(end.samples()) + 3, py(end.loss()), px(end.samples()) + 14, at, "leader"));
            labels.add(Svg.text(px(end.samples()) + 17, at + 4, "label " + Series.of(curve.model(), experts), Names.model(curve.model())));
            last = at;
            room += LABEL_HEIGHT;
        }
        curves.stream().filter(curve -> curve.model().equals(ModelNames.SEED)).findFirst().ifPresent(seed -> {
            Point middle = seed.points().get(seed.points().size() / 2);
            labels.add(Svg.text(px(middle.samples()), py(middle.loss()) - 12, "label middle seed", "seed"));
        });
        return labels;
    }

    private double px(double samples) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (samples - x.low()) / (x.high() - x.low());
    }

    private double py(double loss) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (loss - y.low()) / (y.high() - y.low());
    }
}
