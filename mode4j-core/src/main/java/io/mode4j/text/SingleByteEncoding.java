package io.mode4j.text;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An encoding of 256 characters in which UTF-8 is read by mistake. Bytes that it gives no character stand for themselves. Immutable.
 */
final class SingleByteEncoding {

    /** A byte that was lost: the character is U+FFFD. */
    static final char LOST = 0x1A;

    /** In the order in which they are tried. */
    static final List<SingleByteEncoding> ALL = Stream.of("ISO-8859-1", "windows-1252", "windows-1251", "windows-1250", "windows-1253",
            "windows-1254", "windows-1257", "ISO-8859-2", "x-MacRoman", "IBM437").map(SingleByteEncoding::new).toList();

    private static final List<SingleByteEncoding> LIKE_LATIN_1 = ALL.subList(0, 7);

    private final String name;
    private final String upperHalf;
    private final byte[] bytes = new byte[0x10000]; // of each character; 0 where there is none

    SingleByteEncoding(String name) {
        this.name = name;
        byte[] half = new byte[128];
        for (int i = 0; i < 128; i++) {
            half[i] = (byte) (128 + i);
        }
        StringBuilder characters = new StringBuilder(Charset.forName(name).decode(ByteBuffer.wrap(half)));
        for (int i = 0; i < 128; i++) {
            if (characters.charAt(i) == '\uFFFD') {
                characters.setCharAt(i, (char) (128 + i));
            }
            bytes[characters.charAt(i)] = (byte) (128 + i);
        }
        upperHalf = characters.toString();
    }

    /** Programs that read this encoding put U+FFFD for what they did not know. */
    boolean losesBytes() {
        return name.startsWith("windows");
    }

    /** An n-dash before a space is ordinary in this encoding, so its space stays one. */
    boolean losesSpaces() {
        return !name.equals("x-MacRoman");
    }

    /** What the text was as bytes, a character of Latin-1 for each; null when the encoding does not have all of its characters. */
    @Nullable
    String bytes(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int b = of(text.charAt(i));
            if (b < 0) {
                return null;
            }
            out.append((char) b);
        }
        return out.toString();
    }

    private int of(char c) {
        if (losesBytes() && (c == LOST || c == '\uFFFD')) {
            return c == LOST ? -1 : LOST;
        }
        return c < 128 ? c : bytes[c] == 0 ? -1 : bytes[c] & 0xFF;
    }

    /** The character of a byte from 128 on. */
    char character(int b) {
        return upperHalf.charAt(b - 128);
    }

    /** The characters that any of the encodings like Latin-1 has for one of these bytes. */
    static BitSet charactersOf(int... bytes) {
        BitSet characters = new BitSet();
        for (SingleByteEncoding encoding : LIKE_LATIN_1) {
            for (int b : bytes) {
                characters.set(encoding.character(b));
            }
        }
        return characters;
    }
}
