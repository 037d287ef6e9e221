package io.mode4j.report;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * The frame of a chart of lines: two axes with their ticks, where a point lies between them, and names at the ends of lines.
 *
 * @param x      from left to right
 * @param y      from below to above
 * @param height of the whole
 */
record Plot(Ticks x, Ticks y, double height) {

    /** Of every chart. */
    static final double WIDTH = 900;
    private static final double TOP = 26;

    private static final double LEFT = 56;
    private static final double RIGHT = 176;
    private static final double BOTTOM = 48;
    private static final double LABEL_HEIGHT = 15;

    /** A place in what the axes measure. */
    record Point(double x, double y) {}

    /**
     * A name at the end of a line.
     *
     * @param style the class of the line
     */
    record Label(Point end, String style, String name) {}

    /** Axes, grid and what they measure. */
    List<DomContent> axes(String alongX, String alongY, DoubleFunction<String> tickOfX) {
        List<DomContent> marks = new ArrayList<>();
        for (double tick : y.values()) {
            marks.add(Svg.line(LEFT, py(tick), WIDTH - RIGHT, py(tick), "grid"));
            marks.add(Svg.text(LEFT - 8, py(tick) + 4, "tick end", Numbers.trimmed(tick)));
        }
        for (double tick : x.values()) {
            marks.add(Svg.line(px(tick), height - BOTTOM, px(tick), height - BOTTOM + 5, "axis"));
            marks.add(Svg.text(px(tick), height - BOTTOM + 20, "tick middle", tickOfX.apply(tick)));
        }
        marks.add(Svg.line(LEFT, height - BOTTOM, WIDTH - RIGHT, height - BOTTOM, "axis"));
        marks.add(Svg.text((LEFT + WIDTH - RIGHT) / 2, height - 8, "axislabel middle", alongX));
        marks.add(Svg.text(LEFT, TOP - 12, "axislabel", alongY));
        return marks;
    }

    /** A line through points. */
    DomContent line(List<Point> points, String style) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? 'M' : 'L').append(String.format(Locale.ROOT, "%.1f %.1f", px(point.x), py(point.y)));
        }
        return Svg.path(path.toString(), "series " + style);
    }

    /** Names at the ends of lines, pushed apart where they would overlap. */
    List<DomContent> labels(List<Label> ends) {
        List<DomContent> labels = new ArrayList<>();
        double room = height - BOTTOM - LABEL_HEIGHT * Math.max(0, ends.size() - 1);
        double last = TOP - LABEL_HEIGHT;
        for (Label label : ends.stream().sorted(Comparator.comparingDouble((Label one) -> py(one.end.y))).toList()) {
            double at = Math.max(last + LABEL_HEIGHT, Math.min(room, py(label.end.y)));
            labels.add(Svg.line(px(label.end.x) + 3, py(label.end.y), px(label.end.x) + 14, at, "leader"));
            labels.add(Svg.text(px(label.end.x) + 17, at + 4, "label " + label.style, label.name));
            last = at;
            room += LABEL_HEIGHT;
        }
        return labels;
    }

    double px(double value) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (value - x.low()) / (x.high() - x.low());
    }

    double py(double value) {
        return height - BOTTOM - (height - TOP - BOTTOM) * (value - y.low()) / (y.high() - y.low());
    }
}
