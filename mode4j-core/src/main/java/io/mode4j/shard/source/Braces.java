package io.mode4j.shard.source;

import io.mode4j.artifact.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Braces in paths, as shells and WebDataset have them: {@code {00000..00099}} counts with leading zeros, {@code {a,b}} lists; any others are part of the name. Stateless.
 */
final class Braces {
    private static final Pattern CHOICE = Pattern.compile("\\{(?:(\\d{1,9})\\.\\.(\\d{1,9})|([^{},]*,[^{}]*))}");
    private static final Pattern OTHER = Pattern.compile("\\{[^{}]*}");
    private static final int MOST = 1_000_000;

    private Braces() {}

    /** {@return all texts that the pattern stands for, in order} */
    static List<String> expand(String pattern) throws BadInputException {
        List<String> expanded = new ArrayList<>();
        expand(pattern, pattern, expanded);
        return expanded;
    }

    /** {@return what is odd about the braces of a pattern that nothing is found for; empty when nothing is} */
    static String remark(String pattern) {
        String left = CHOICE.matcher(pattern).replaceAll("");
        Matcher other = OTHER.matcher(left);
        if (other.find()) {
            return " It has %s; a range is written as in {00000..00099}, a list as in {a,b}.".formatted(other.group());
        }
        return left.contains("{") || left.contains("}") ? " It has a brace without its partner." : "";
    }

    private static void expand(String text, String pattern, List<String> expanded) throws BadInputException {
        Matcher braces = CHOICE.matcher(text);
        if (!braces.find()) {
            if (expanded.size() == MOST) {
                throw new BadInputException("'%s' stands for more than %d paths. Give the folder instead.".formatted(pattern, MOST));
            }
            expanded.add(text);
            return;
        }
        String before = text.substring(0, braces.start());
        String after = text.substring(braces.end());
        if (braces.group(3) != null) {
            for (String choice : braces.group(3).split(",", -1)) {
                expand(before + choice + after, pattern, expanded);
            }
            return;
        }
        int from = Integer.parseInt(braces.group(1));
        int to = Integer.parseInt(braces.group(2));
        if (to < from) {
            throw new BadInputException("'%s' counts from %d to %d: the first must not be larger.".formatted(pattern, from, to));
        }
        boolean padded = braces.group(1).matches("0\\d+") || braces.group(2).matches("0\\d+");
        int digits = padded ? Math.max(braces.group(1).length(), braces.group(2).length()) : 1;
        for (int number = from; number <= to; number++) {
            expand(before + String.format("%0" + digits + "d", number) + after, pattern, expanded);
        }
    }
}
