package io.mode4j.report;

import io.mode4j.ensemble.ModelNames;
import io.mode4j.negatives.Figure;
import io.mode4j.negatives.Interval;
import io.mode4j.negatives.NegativesReport;
import io.mode4j.negatives.NegativesReport.Kind;
import j2html.tags.DomContent;
import java.util.List;

/** How hard negatives are, from left to right, and how much of the gradient falls on likely false ones, from below to above: a model is a dot with the intervals of both. */
final class NegativesChart {
    private static final double HEIGHT = 360;
    private static final double RADIUS = 4;
    private static final Figure HARD = Figure.HARDEST_TRUE;

    private final List<Kind> kinds;
    private final List<String> experts;
    private final Figure clean;
    private final Plot plot;

    /** @param clean the figure from below to above, a share */
    NegativesChart(NegativesReport report, Figure clean) {
        this.kinds = report.kinds();
        this.experts = kinds.stream().map(Kind::name).filter(name -> name.startsWith("expert-")).toList();
        this.clean = clean;
        this.plot = new Plot(ticks(HARD, 1, 6), ticks(clean, 100, 5), HEIGHT);
    }

    private Ticks ticks(Figure figure, double unit, int count) {
        double low = kinds.stream().mapToDouble(kind -> kind.figure(figure).low()).min().orElse(0);
        double high = kinds.stream().mapToDouble(kind -> kind.figure(figure).high()).max().orElse(1);
        return Ticks.of(unit * low, unit * high, count);
    }

    DomContent draw() {
        List<DomContent> marks = plot.axes("cosine of the hardest true negative", "gradient on likely false negatives, %",
                Numbers::precise);
        for (Kind kind : kinds) {
            Interval x = kind.figure(HARD);
            Interval y = kind.figure(clean);
            marks.add(plot.line(List.of(place(x.low(), y.mean()), place(x.high(), y.mean())), style(kind)));
            marks.add(plot.line(List.of(place(x.mean(), y.low()), place(x.mean(), y.high())), style(kind)));
            marks.add(Svg.circle(plot.px(x.mean()), plot.py(100 * y.mean()), RADIUS, "center " + style(kind)));
            marks.add(Svg.text(plot.px(x.mean()) + 6, plot.py(100 * y.mean()) + (isBelow(kind) ? 16 : -6), "label " + style(kind),
                    kind.name()));
        }
        return Svg.svg(Plot.WIDTH, HEIGHT, "Hardness and cleanness of the negatives of "
                + String.join(", ", kinds.stream().map(Kind::name).toList()), marks.toArray(DomContent[]::new));
    }

    /** The random split lies where the seed does, whose name is above. */
    private static boolean isBelow(Kind kind) {
        return ModelNames.isRandomExpert(kind.name());
    }

    private static Plot.Point place(double cosine, double share) {
        return new Plot.Point(cosine, 100 * share);
    }

    private String style(Kind kind) {
        return Series.of(kind.name(), experts);
    }
}
