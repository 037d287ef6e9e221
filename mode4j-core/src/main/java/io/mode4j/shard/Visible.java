package io.mode4j.shard;

/** Whether a text shows anything. Stateless. */
final class Visible {

    /** Letters and signs without ink, beside those of Unicode's categories for such: fillers of Hangul, Khmer's inherent vowels, Braille without a dot. */
    private static final String WITHOUT_INK = "\u115f\u1160\u3164\uffa0\u17b4\u17b5\u2800\u034f";

    private Visible() {}

    /** {@return whether the text is more than whitespace, controls, joiners, marks of direction, byte order marks, variation selectors and tags} */
    static boolean any(String text) {
        return text.codePoints().anyMatch(Visible::shows);
    }

    private static boolean shows(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> WITHOUT_INK.indexOf(c) < 0 && !isSelector(c);
        };
    }

    /** Of another form of the character before it, and what Unicode keeps free for such. */
    private static boolean isSelector(int c) {
        return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x180B && c <= 0x180F) || (c >= 0xE0000 && c <= 0xE0FFF)
                || (c >= 0xFFF0 && c <= 0xFFF8)
                || c == 0x2065;
    }
}
