package io.mode4j.text;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * UTF-8 as it comes out of mistakes: with spaces for its no-break spaces, with bytes lost, with surrogates encoded one by one, with Java's two bytes for
 * U+0000. Bytes are characters of Latin-1. Stateless.
 */
final class LooseUtf8 {

    private static final String REST = "[\\x80-\\x84\\x86-\\x9f\\xa1-\\xbf]"; // a byte of a sequence that is no space itself, nor often an ellipsis
    private static final String ANY = "[\\x80-\\xbf]";

    /** The word à, its no-break space lost; but not where Portuguese has à within a word. */
    private static final Pattern A_GRAVE = Pattern.compile("\\xc3 (?! |quele|quela|quilo|s )");

    /** A sequence of which one byte is a space. Only those that then are likely characters. */
    private static final Pattern SPACED = Pattern.compile("[\\xc2\\xc3\\xc5\\xce\\xd0\\xd9] |[\\xe2\\xe3] " + REST + "|[\\xe0-\\xe3]" + REST
            + " |\\xf0(?: " + ANY + ANY + "|" + ANY + " " + ANY + "|" + ANY + ANY + " )");

    /** A sequence of which some bytes are lost; one of them may have become a question mark. */
    private static final Pattern LOSSY = lossy("\\x1a", "[\\x1a?]", "[\\x1a\\x80-\\xbf]", "[\\x1a?\\x80-\\xbf]");

    private LooseUtf8() {}

    private static Pattern lossy(String lost, String lostOrAsked, String kept, String anything) {
        String high = "\\xed[\\xa0-\\xaf]";
        String low = "\\xed[\\xb0-\\xbf]";
        return Pattern.compile(String.join("|",
                "[\\xc2-\\xdf]" + lost, "[\\xc2\\xc3]\\?",
                high + lostOrAsked + low + anything, high + anything + low + lostOrAsked,
                "[\\xe0-\\xef](?:" + lostOrAsked + kept + "|" + kept + lostOrAsked + ")",
                "[\\xf0-\\xf4](?:" + lostOrAsked + kept + kept + "|" + kept + lostOrAsked + kept + "|" + kept + kept + lostOrAsked + ")",
                lost));
    }

    /** The text of these bytes, of which some may be lost and some no-break spaces have become spaces; null when they are no UTF-8. */
    @Nullable
    static String decode(String bytes, boolean spacesLost, boolean bytesLost) {
        String mended = bytes;
        if (spacesLost && mended.indexOf(' ') >= 0 && SPACED.matcher(mended).find()) {
            mended = A_GRAVE.matcher(mended).replaceAll("\u00c3\u00a0 ");
            mended = SPACED.matcher(mended).replaceAll(LooseUtf8::withNoBreakSpace);
        }
        if (bytesLost && (mended.indexOf(SingleByteEncoding.LOST) >= 0 || mended.indexOf('?') >= 0)) {
            mended = LOSSY.matcher(mended).replaceAll("\u00ef\u00bf\u00bd"); // U+FFFD
        }
        return decode(mended);
    }

    private static String withNoBreakSpace(MatchResult sequence) {
        return sequence.group().replace(' ', '\u00a0');
    }

    @Nullable
    private static String decode(String bytes) {
        StringBuilder out = new StringBuilder(bytes.length());
        for (int i = 0; i < bytes.length();) {
            int lead = bytes.charAt(i);
            int length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            if (i + length > bytes.length()) {
                return null;
            }
            int code = lead < 0x80 ? lead : lead & (0xFF >> (length + 1));
            for (int j = i + 1; j < i + length; j++) {
                if ((bytes.charAt(j) & 0xC0) != 0x80) {
                    return null;
                }
                code = code << 6 | (bytes.charAt(j) & 0x3F);
            }
            if (!isWhole(lead, code) || !joins(out, code)) {
                return null;
            }
            out.appendCodePoint(code);
            i += length;
        }
        return joins(out, 0) ? out.toString() : null;
    }

    /** Whether a byte leads a sequence, and this is the shortest for its character. */
    private static boolean isWhole(int lead, int code) {
        boolean shortest = code >= (lead < 0x80 ? 0 : lead < 0xE0 ? 0x80 : lead < 0xF0 ? 0x800 : 0x10000);
        boolean javasNull = lead == 0xC0 && code == 0;
        return javasNull || (shortest && (lead < 0x80 || (lead >= 0xC2 && lead <= 0xF4)) && code <= Character.MAX_CODE_POINT);
    }

    /** Surrogates come in pairs: a low one follows a high one, and nothing else does. */
    private static boolean joins(StringBuilder before, int code) {
        boolean open = !before.isEmpty() && Character.isHighSurrogate(before.charAt(before.length() - 1));
        return open == (code >= Character.MIN_LOW_SURROGATE && code <= Character.MAX_LOW_SURROGATE);
    }
}
