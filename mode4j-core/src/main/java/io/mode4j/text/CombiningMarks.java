package io.mode4j.text;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Long runs of combining marks in the order that the normal forms ask for. Java's {@link Normalizer} inserts each mark into those before it, which takes
 * minutes for a hundred thousand; marks in order it passes over. Immutable.
 */
final class CombiningMarks {

    private static final int LONG = 100;

    /** A mark of each combining class, from the lowest class on. Java has no other way to ask for the class. */
    private static final int[] OF_EACH_CLASS = ("\u0334\ud81b\udff0\u093c\u3099\u094d\u05b0\u05b1\u05b2\u05b3\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05bb\u05bc"
            + "\u05bd\u05bf\u05c1\u05c2\ufb1e\u064b\u064c\u064d\u0618\u0619\u061a\u0651\u0652\u0670\u0711\u0c55\u0c56\u0e38\u0e48\u0eb8\u0ec8\u0f71\u0f72"
            + "\u0f74\u0321\u1dce\u031b\u1dfa\u0316\u059a\u302e\ud834\udd6d\u05ae\u0300\u0315\u035c\u035d\u0345").codePoints().toArray();
    private static final int LOWEST = OF_EACH_CLASS[0];
    private static final int HIGHEST = OF_EACH_CLASS[OF_EACH_CLASS.length - 1];
    private static final int NONE = -1;

    private final Map<Integer, Integer> classes = new HashMap<>();

    private CombiningMarks() {}

    /** A text of the same normal forms. */
    static String ordered(String text) {
        CombiningMarks marks = new CombiningMarks();
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int end = endOfMarks(text, i);
            if (end - i > LONG) {
                marks.order(text.substring(i, end), out);
            } else {
                end = Math.max(end, i + 1);
                out.append(text, i, end);
            }
            i = end;
        }
        return out.toString();
    }

    private static int endOfMarks(String text, int from) {
        int end = from;
        while (end < text.length() && isMark(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private void order(String run, StringBuilder out) {
        String decomposed = run.codePoints().mapToObj(c -> decomposed(Character.toString(c))).collect(Collectors.joining());
        List<Integer> marks = new ArrayList<>();
        decomposed.codePoints().forEach(c -> {
            if (classOf(c) == NONE) {
                flush(marks, out);
                out.appendCodePoint(c);
            } else {
                marks.add(c);
            }
        });
        flush(marks, out);
    }

    private void flush(List<Integer> marks, StringBuilder out) {
        marks.sort(Comparator.comparingInt(this::classOf)); // equal ones stay in order
        marks.forEach(out::appendCodePoint);
        marks.clear();
    }

    /** A number that is higher for a higher class, or {@link #NONE} for what no mark moves across. */
    private int classOf(int c) {
        return classes.computeIfAbsent(c, mark -> {
            if (!swap(mark, LOWEST) && !swap(HIGHEST, mark)) {
                return NONE;
            }
            int lower = 0;
            while (lower < OF_EACH_CLASS.length && !swap(OF_EACH_CLASS[lower], mark)) {
                lower++;
            }
            return lower;
        });
    }

    private static boolean swap(int first, int second) {
        return !decomposed(Character.toString(first) + Character.toString(second)).startsWith(Character.toString(first))
                && first != second;
    }

    private static String decomposed(String text) {
        return Normalizer.normalize(text, Form.NFD);
    }
}
