package io.mode4j.text;

/** Controls that nobody uses, 0x80 to 0x9f: bytes of windows-1252 that were read as Latin-1. Stateless. */
final class C1Controls {

    private static final SingleByteEncoding MEANT = new SingleByteEncoding("windows-1252");

    private C1Controls() {}

    /** {@return what the code point is meant to be: itself, if it is no such control} */
    static int meant(int c) {
        return c >= 0x80 && c <= 0x9F ? MEANT.character(c) : c;
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
