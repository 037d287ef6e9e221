package io.mode4j.shard;

import io.mode4j.artifact.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Braces in paths, as shells and WebDataset have them: {@code {00000..00099}} counts with leading zeros, {@code {a,b}} lists. Stateless. */
final class Braces {
    private static final Pattern INNERMOST = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");
    private static final int MOST = 1_000_000;

    private Braces() {}

    /** {@return all texts that the pattern stands for, in order} */
    static List<String> expand(String pattern) throws BadInputException {
        List<String> expanded = new ArrayList<>();
        expand(pattern, pattern, expanded);
        return expanded;
    }

    private static void expand(String text, String pattern, List<String> expanded) throws BadInputException {
        Matcher braces = INNERMOST.matcher(text);
        if (!braces.find()) {
            if (text.contains("{") || text.contains("}")) {
                throw new BadInputException("'" + pattern + "' has a brace without its partner.");
            }
            if (expanded.size() == MOST) {
                throw new BadInputException("'%s' stands for more than %d paths. Give the folder instead.".formatted(pattern, MOST));
            }
            expanded.add(text);
            return;
        }
        String before = text.substring(0, braces.start());
        String after = text.substring(braces.end());
        Matcher range = RANGE.matcher(braces.group(1));
        if (range.matches()) {
            int from = Integer.parseInt(range.group(1));
            int to = Integer.parseInt(range.group(2));
            boolean padded = range.group(1).matches("0\\d+") || range.group(2).matches("0\\d+");
            int digits = padded ? Math.max(range.group(1).length(), range.group(2).length()) : 1;
            if (to < from) {
                throw new BadInputException("'%s' counts from %d to %d: the first must not be larger.".formatted(pattern, from, to));
            }
            for (int number = from; number <= to; number++) {
                expand(before + String.format("%0" + digits + "d", number) + after, pattern, expanded);
            }
        } else if (braces.group(1).contains(",")) {
            for (String choice : braces.group(1).split(",", -1)) {
                expand(before + choice + after, pattern, expanded);
            }
        } else {
            throw new BadInputException("'%s' has {%s} where a range such as {00000..00099} or a list such as {a,b} was expected."
                    .formatted(pattern, braces.group(1)));
        }
    }
}
