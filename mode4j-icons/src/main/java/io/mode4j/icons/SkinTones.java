package io.mode4j.icons;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognises skin-tone variants of emoji by their names: {@code waving-hand-dark-skin-tone}, or, in Fluent's sets, {@code waving-hand-dark} beside a
 * {@code waving-hand}. They would be a quarter of the data, and their captions differ in the tone only.
 */
final class SkinTones {
    private static final Pattern SPELLED_OUT = Pattern.compile("(^|-)skin-tone(-|$)");
    private static final Pattern TONE_SUFFIX = Pattern.compile("-(medium-light|medium-dark|light|medium|dark)$");

    private SkinTones() {}

    /**
     * Whether an emoji is a skin-tone variant of another.
     *
     * @param name the emoji's name in its set
     * @param names all names of the set
     */
    static boolean variant(String name, Set<String> names) {
        if (SPELLED_OUT.matcher(name).find()) {
            return true;
        }
        var suffix = TONE_SUFFIX.matcher(name);
        return suffix.find() && names.contains(name.substring(0, suffix.start()));
    }
}
