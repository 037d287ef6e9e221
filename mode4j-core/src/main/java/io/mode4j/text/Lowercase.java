package io.mode4j.text;

/**
 * Lower case as Unicode has it for no language in particular, and Python's {@code str.lower}. Java's looks for the end of a word, by which a Σ becomes ς,
 * in another way, that takes minutes for long rows of them. Stateless.
 */
public final class Lowercase {

    private static final int SIGMA = 'Σ';
    private static final int DOTTED_I = 'İ';
    private static final String WITHIN_WORDS = "'.:··՟״‘’․‧︓﹒﹕＇．：";

    private Lowercase() {}

    /** {@return the text in lower case} */
    public static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (c == DOTTED_I) {
                out.append("i\u0307");
            } else {
                out.appendCodePoint(c == SIGMA && endsWord(text, i) ? 'ς' : Character.toLowerCase(c));
            }
        }
        return out.toString();
    }

    /** A letter of either case comes before, none comes behind; what is ignorable does not count. */
    private static boolean endsWord(String text, int at) {
        int before = at;
        while (before > 0 && isIgnorable(text.codePointBefore(before))) {
            before = text.offsetByCodePoints(before, -1);
        }
        int behind = at + 1;
        while (behind < text.length() && isIgnorable(text.codePointAt(behind))) {
            behind = text.offsetByCodePoints(behind, 1);
        }
        boolean begun = before > 0 && isCased(text.codePointBefore(before));
        return begun && (behind == text.length() || !isCased(text.codePointAt(behind)));
    }

    private static boolean isCased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    private static boolean isIgnorable(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL ->
                true;
            default -> WITHIN_WORDS.indexOf(c) >= 0;
        };
    }
}
