package io.mode4j.icons;

import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * What an icon set's JSON says about the set as a whole, without the drawings (shape: Iconify's {@code IconifyJSON}). Immutable by convention.
 *
 * @param prefix the set's short name, e.g. {@code noto}
 * @param title its full name, e.g. {@code Noto Emoji}
 * @param author who drew it
 * @param authorUrl where it is published, may be empty
 * @param license the licence's title
 * @param spdx the licence's SPDX identifier, empty where the set gives none
 * @param group Iconify's group of sets, e.g. {@code Emoji}; empty for withdrawn sets
 * @param palette whether the drawings have their own colours
 * @param width default width of a drawing's view box
 * @param height default height of a drawing's view box
 * @param suffixes style suffixes of icon names, without the dash
 * @param categories icon name to its first category's name
 * @param icons names of the visible icons, in file order
 */
record IconSet(String prefix, String title, String author, String authorUrl, String license, String spdx, String group, boolean palette,
        double width,
        double height, List<String> suffixes, Map<String, String> categories, SequencedSet<String> icons) {}
