package io.mode4j.text;

/** Controls that nobody uses, 0x80 to 0x9f: bytes of windows-1252 that were read as Latin-1. Stateless. */
final class C1Controls {

    /** What they mean in windows-1252; those it leaves undefined stand for themselves. */
    private static final String MEANT = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    private C1Controls() {}

    /** {@return what the code point is meant to be: itself, if it is no such control} */
    static int meant(int c) {
        return c >= 0x80 && c <= 0x9F ? MEANT.charAt(c - 0x80) : c;
    }

    /** {@return the text with each of them as it is meant} */
    static String meant(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            out.setCharAt(i, (char) meant((int) out.charAt(i)));
        }
        return out.toString();
    }
}
