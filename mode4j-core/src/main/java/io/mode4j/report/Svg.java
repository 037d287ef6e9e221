package io.mode4j.report;

import j2html.TagCreator;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;

/** The few elements of SVG that the charts need. Stateless. */
final class Svg {

    private Svg() {}

    static ContainerTag<?> svg(double width, double height, String label, DomContent... content) {
        return TagCreator.tag("svg")
                .attr("viewBox", "0 0 %s %s".formatted(Numbers.trimmed(width), Numbers.trimmed(height)))
                .attr("role", "img")
                .attr("aria-label", label)
                .with(content);
    }

    static ContainerTag<?> line(double x1, double y1, double x2, double y2, String style) {
        return TagCreator.tag("line")
                .attr("x1", Numbers.trimmed(x1))
                .attr("y1", Numbers.trimmed(y1))
                .attr("x2", Numbers.trimmed(x2))
                .attr("y2", Numbers.trimmed(y2))
                .attr("class", style);
    }

    static ContainerTag<?> path(String data, String style) {
        return TagCreator.tag("path").attr("d", data).attr("class", style);
    }

    static ContainerTag<?> circle(double x, double y, double radius, String style) {
        return TagCreator.tag("circle")
                .attr("cx", Numbers.trimmed(x))
                .attr("cy", Numbers.trimmed(y))
                .attr("r", Numbers.trimmed(radius))
                .attr("class", style);
    }

    static ContainerTag<?> text(double x, double y, String style, String text) {
        return TagCreator.tag("text").attr("x", Numbers.trimmed(x)).attr("y", Numbers.trimmed(y)).attr("class", style).withText(text);
    }
}
