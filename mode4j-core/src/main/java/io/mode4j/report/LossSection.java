package io.mode4j.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import io.mode4j.ensemble.ModelNames;
import io.mode4j.report.LossCurve.Point;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Training losses on one axis of samples: the seed model, then everything that continues it. */
final class LossSection implements Section {

    private static final double WIDTH = 900;
    private static final double HEIGHT = 380;
    private static final double LEFT = 56;
    private static final double RIGHT = 176;
    private static final double TOP = 26;
    private static final double BOTTOM = 48;
    private static final double LABEL_HEIGHT = 15;

    @Override
    public DomContent render(Report report) {
        List<LossCurve> curves = report.curves().stream().filter(curve -> !ModelNames.isRandomExpert(curve.model())).toList();
        if (curves.isEmpty()) {
            return each();
        }
        return section(h2("Training loss"), p(
                "Contrastive loss on the model’s own batches, means of about equally many steps. Experts see other pairs than the dense models, so their "
                        + "curves say how training went, not who is better.")
                .withClass("note"),
                figure(new Chart(curves).draw(),
                        figcaption("x: samples seen by the weights, the seed’s included · y: contrastive loss, nats")).withId("losses"));
    }

    /** One chart; scales and places of labels. */
    private static final class Chart {
        private final List<LossCurve> curves;
        private final Ticks x;
        private final Ticks y;

        Chart(List<LossCurve> curves) {
            this.curves = curves;
            x = Ticks.of(0, curves.stream().flatMap(curve -> curve.points().stream()).mapToDouble(Point::samples).max().orElse(1), 6);
            double low = curves.stream().flatMap(curve -> curve.points().stream()).mapToDouble(Point::loss).min().orElse(0);
            double high = curves.stream().flatMap(curve -> curve.points().stream()).mapToDouble(Point::loss).max().orElse(1);
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
            curves.forEach(curve -> marks.add(Svg.path(path(curve), "series " + Series.of(curve.model()))));
            marks.addAll(labels());
            return Svg.svg(WIDTH, HEIGHT, "Training loss of " + String.join(", ", curves.stream().map(LossCurve::model).toList()),
                    marks.toArray(DomContent[]::new));
        }

        private String path(LossCurve curve) {
            StringBuilder path = new StringBuilder();
            for (Point point : curve.points()) {
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
                labels.add(Svg.text(px(end.samples()) + 17, at + 4, "label " + Series.of(curve.model()), Names.model(curve.model())));
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
}
