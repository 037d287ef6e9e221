package io.mode4j.icons;

/**
 * One drawing as its set's JSON gives it: the inside of an SVG element and its view box, in the set's own units. Immutable.
 *
 * @param name the icon's name in its set, lower case with dashes
 * @param body SVG elements without the enclosing {@code <svg>}
 * @param left the view box's left edge
 * @param top the view box's top edge
 * @param width the view box's width
 * @param height the view box's height
 */
record Icon(String name, String body, double left, double top, double width, double height) {
    /** The whole SVG document, filling a square of {@code size} pixels (aspect kept, centred). */
    String svg(int size) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"" + size + "\" height=\""
                + size
                + "\" viewBox=\"" + left + " " + top + " " + width + " " + height + "\">" + body + "</svg>";
    }
}
