package io.mode4j.text;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Text in UTF-8 that somebody read as another encoding ({@code schÃ¶n}), made whole again, as often as it happened; as ftfy does it. For one text.
 *
 * <p>
 * Nothing is done to a text without a {@link Badness run that nobody writes}. Else it becomes bytes in the first {@link SingleByteEncoding} in which these are
 * {@link LooseUtf8 UTF-8}; when there is none, the parts of it that look like UTF-8 are treated so, each on its own.
 */
final class Mojibake {

    private static final BitSet FIRST_OF_2 = between(0xC2, 0xDF);
    private static final BitSet FIRST_OF_3 = between(0xE0, 0xEF);
    private static final BitSet FIRST_OF_4 = SingleByteEncoding.charactersOf(0xF0, 0xF3); // others lead to nothing
    private static final BitSet CLEAR = continuation("–—―‘’‚“”„•…"); // of which most mean themselves beside broken text
    private static final BitSet CONTINUATION = continuation("");

    static {
        CONTINUATION.set(' '); // as which no-break spaces come
    }

    /** So many characters are looked at again and again before what is left of a text stays broken: in a caption of thousands that is never reached. */
    private static final long WORK = 5_000_000;
    private static final long ROUNDS = 50; // in texts so long that it would be fewer

    private long work;

    /** For texts of so many characters. */
    Mojibake(int length) {
        work = Math.max(WORK, ROUNDS * length);
    }

    private static BitSet between(int first, int last) {
        return SingleByteEncoding.charactersOf(IntStream.rangeClosed(first, last).toArray());
    }

    private static BitSet continuation(String without) {
        BitSet characters = between(0x80, 0xBF);
        without.chars().forEach(characters::clear);
        return characters;
    }

    /** The text as it was meant; the same text when nothing seems wrong with it. */
    String repair(String text) {
        String before = text;
        while (true) {
            String after = once(before);
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    private String once(String text) {
        if (work < 0 || !Badness.isBad(text)) {
            return text;
        }
        work -= text.length();
        String whole = whole(text);
        if (whole != null) {
            return whole;
        }
        String parts = parts(text);
        return parts.equals(text) ? C1Controls.meant(text) : parts;
    }

    @Nullable
    private static String whole(String text) {
        for (SingleByteEncoding encoding : SingleByteEncoding.ALL) {
            String bytes = encoding.bytes(text);
            String decoded = bytes == null ? null : LooseUtf8.decode(bytes, encoding.losesSpaces(), encoding.losesBytes());
            if (decoded != null) {
                return decoded;
            }
        }
        return null;
    }

    private String parts(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length();) {
            int end = i > 0 && CLEAR.get(text.charAt(i - 1)) ? i : sequences(text, i);
            String part = text.substring(i, end);
            boolean broken = end > i && part.length() < text.length() && Badness.isBad(part);
            out.append(broken ? repair(part) : text.substring(i, Math.max(i + 1, end)));
            i = Math.max(i + 1, end);
        }
        return out.toString();
    }

    /** The end of the characters from here on that look like sequences of UTF-8. */
    private static int sequences(String text, int from) {
        int end = from;
        for (int next = sequence(text, end); next > end; next = sequence(text, end)) {
            end = next;
        }
        return end;
    }

    private static int sequence(String text, int from) {
        if (from == text.length()) {
            return from;
        }
        char first = text.charAt(from);
        if (FIRST_OF_2.get(first) && continues(text, from, 1)) {
            return from + 2;
        }
        if (FIRST_OF_3.get(first) && continues(text, from, 2)) {
            return from + 3;
        }
        return FIRST_OF_4.get(first) && continues(text, from, 3) ? from + 4 : from;
    }

    private static boolean continues(String text, int from, int count) {
        return from + count < text.length()
                && IntStream.rangeClosed(from + 1, from + count).allMatch(i -> CONTINUATION.get(text.charAt(i)));
    }
}
