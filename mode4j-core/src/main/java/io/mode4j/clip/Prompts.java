package io.mode4j.clip;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prompt templates: texts with a place for a label, {@code {}}, or {@code {c}} as CLIP_benchmark's files have it. Stateless. */
public final class Prompts {
    /** A brace more on each side is Python's way to write a brace. */
    private static final Pattern SLOT = Pattern.compile("(?<!\\{)\\{c?}(?!})");

    private Prompts() {}

    /**
     * {@return the prompts of a label, one a template}
     *
     * @throws IllegalArgumentException if the label is blank, or as {@link #check}
     */
    public static List<String> of(String label, List<String> templates) {
        if (label.isBlank()) {
            throw new IllegalArgumentException("a label is blank; expected words");
        }
        if (templates.isEmpty()) {
            throw new IllegalArgumentException("at least one template expected, such as \"{}\"");
        }
        return templates.stream().map(template -> filled(template, label)).toList();
    }

    /**
     * Checks that prompts of different labels are different.
     *
     * @throws IllegalArgumentException if there is no template, or one without a place for the label
     */
    public static void check(List<String> templates) {
        of("label", templates);
    }

    private static String filled(String template, String label) {
        Matcher slot = SLOT.matcher(template);
        if (!slot.find()) {
            throw new IllegalArgumentException("template '%s' has no {} for the class name".formatted(template));
        }
        return slot.replaceAll(Matcher.quoteReplacement(label));
    }
}
