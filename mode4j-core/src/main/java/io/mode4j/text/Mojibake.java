package io.mode4j.text;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Text in UTF-8 that somebody read as an 8-bit encoding ({@code schÃ¶n}), made whole again, as often as it happened. Immutable.
 *
 * <p>
 * A text is repaired when all of its letters beyond ASCII, taken back to bytes, are sequences of UTF-8; else the runs in it that windows-1252
 * makes into such sequences are. A sequence that people write on purpose ({@code PÓŁ}, {@code CAFÉ’s}) is no mistake: one must hold a sign that
 * does not follow letters, or begin with {@code Ã} or {@code Â}. As in ftfy, a lost no-break space inside a sequence is put back, a lost byte makes the character U+FFFD, and
 * surrogates encoded one by one join.
 */
final class Mojibake {
    private static final int LOST = 0x1A; // stands for a byte that is U+FFFD in the text
    private static final int NO_BREAK_SPACE = 0xA0;
    private static final List<Table> TABLES = Stream
            .of("ISO-8859-1", "windows-1252", "windows-1251", "windows-1250", "windows-1253", "windows-1254", "windows-1257", "ISO-8859-2",
                    "x-MacRoman", "IBM437")
            .filter(Charset::isSupported)
            .map(Table::of)
            .toList();
    private static final Table WINDOWS_1252 = TABLES.get(1);

    private Mojibake() {}

    /**
     * What each character of an 8-bit encoding was as a byte; bytes without a character stand for themselves.
     *
     * @param lenient bytes may be lost
     * @param scriptLeads for an encoding of another script than Latin: two sequences in a row must begin with one of these
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Table(Map<Character, Integer> bytes, boolean lenient, int[] scriptLeads) {
        static Table of(String name) {
            Map<Character, Integer> bytes = new HashMap<>();
            String characters = Charset.forName(name).decode(ByteBuffer.wrap(upperHalf())).toString();
            for (int i = 0; i < 128; i++) {
                char c = characters.charAt(i);
                bytes.put(c == '\uFFFD' ? (char) (128 + i) : c, 128 + i);
            }
            boolean lenient = name.startsWith("windows");
            if (lenient) {
                bytes.put('\uFFFD', LOST);
            }
            return new Table(bytes, lenient, switch (name) { // in an encoding of another script signs among letters are ordinary
                case "windows-1251" -> new int[]{0xC2, 0xC3, 0xD0, 0xD1}; // what Latin and Cyrillic letters begin with in UTF-8
                case "windows-1253" -> new int[]{0xC2, 0xC3, 0xCE, 0xCF}; // Latin and Greek
                default -> new int[0];
            });
        }

        private static byte[] upperHalf() {
            byte[] half = new byte[128];
            for (int i = 0; i < 128; i++) {
                half[i] = (byte) (128 + i);
            }
            return half;
        }

        /** The byte of a character, or -1. */
        int of(char c) {
            return c < 128 ? c : bytes.getOrDefault(c, -1);
        }
    }

    /** The text as it was meant; the same text when nothing seems wrong with it. */
    static String repair(String text) {
        String before = text;
        while (true) {
            String after = once(before);
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    private static String once(String text) {
        if (text.chars().allMatch(c -> c < 128)) {
            return text;
        }
        for (Table table : TABLES) {
            String whole = new Decoding(text, table).whole();
            if (whole != null) {
                return whole;
            }
        }
        return new Decoding(text, WINDOWS_1252).parts();
    }

    /** One attempt to read a text's bytes in an encoding as UTF-8. */
    private static final class Decoding {
        private final String text;
        private final int[] bytes;
        private final Table table;
        private final StringBuilder out = new StringBuilder();
        private boolean evident;

        Decoding(String text, Table table) {
            this.text = text;
            this.table = table;
            this.bytes = text.chars().map(c -> table.of((char) c)).toArray();
        }

        /** The whole text, or null when it is none or no sign speaks for it. */
        @Nullable
        String whole() {
            for (int i = 0; i < bytes.length;) {
                int next = bytes[i] < 0 ? i : bytes[i] < 128 ? copied(i) : sequence(i);
                if (next == i) {
                    return null;
                }
                i = next;
            }
            return evident ? out.toString() : null;
        }

        /** The text with each run of sequences decoded that a sign speaks for. */
        String parts() {
            for (int i = 0; i < bytes.length;) {
                int start = out.length();
                int end = i;
                evident = false;
                for (int next = sequenceAt(end); next > end; next = sequenceAt(end)) {
                    end = next;
                }
                if (!evident) {
                    out.setLength(start);
                    out.append(text, i, Math.max(end, i + 1));
                }
                i = Math.max(end, i + 1);
            }
            return out.toString();
        }

        private int sequenceAt(int i) {
            return i < bytes.length && bytes[i] >= 0xC2 ? sequence(i) : i;
        }

        private int copied(int i) {
            out.append(bytes[i] == LOST ? '\uFFFD' : (char) bytes[i]);
            return i + 1;
        }

        /** Decodes the sequence that begins at i, and returns where the next begins; i when there is none. */
        private int sequence(int i) {
            int lead = bytes[i];
            int length = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            if (length == 0 || i + length > bytes.length) {
                return i;
            }
            if (length == 2 && bytes[i + 1] == ' ') {
                return lostSpace(i);
            }
            int code = lead & (0xFF >> (length + 1));
            boolean lost = false;
            for (int j = i + 1; j < i + length; j++) {
                int next = bytes[j] == ' ' && lead <= 0xE3 ? NO_BREAK_SPACE : bytes[j];
                lost |= next == LOST;
                if (next != LOST && (next < 0x80 || next > 0xBF)) {
                    return i;
                }
                code = code << 6 | (next & 0x3F);
            }
            boolean tooLong = code < (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000) || code > Character.MAX_CODE_POINT;
            if (tooLong && !lost) {
                return i;
            }
            out.appendCodePoint(lost ? 0xFFFD : code); // a surrogate joins the one before it
            evident |= speaksForItself(i, i + length);
            return i + length;
        }

        /** {@code Ã} and a space is the word à, its no-break space lost; so for the other letters of which one ends in that byte. */
        private int lostSpace(int i) {
            boolean alone = i == 0 || !Character.isUpperCase(text.charAt(i - 1));
            boolean often = "ÃÂ".indexOf(text.charAt(i)) >= 0;
            if ((!table.lenient() && bytes[i] != text.charAt(i)) || !alone || !(often || evident)) {
                return i;
            }
            out.appendCodePoint((bytes[i] & 0x1F) << 6 | (NO_BREAK_SPACE & 0x3F));
            evident = true;
            boolean wasWord = text.charAt(i) == 'Ã' && !text.startsWith("  ", i + 1) && !text.startsWith(" s ", i + 1);
            if (wasWord) {
                out.append(' ');
            }
            return i + 2;
        }

        /** Whether nobody would write this sequence on purpose. */
        private boolean speaksForItself(int from, int to) {
            if (table.scriptLeads().length > 0) {
                boolean punctuation = bytes[from] == 0xE2 && bytes[from + 1] == 0x80;
                boolean pair = to < bytes.length && isScriptLead(from) && isStrong(text.charAt(from + 1)) && isScriptLead(to);
                return punctuation || pair || text.substring(from + 1, to).chars().filter(c -> isStrong(c) && c != '°').count() > 1;
            }
            char first = text.charAt(from);
            if (isStrong(first) && first != '×') { // √© and ├⌐: of Mac and DOS
                return true;
            }
            char second = text.charAt(from + 1);
            if ("ÃÂ".indexOf(first) >= 0) {
                return "’…ŒŽ".indexOf(second) < 0;
            }
            if (to - from > 2) {
                return text.substring(from + 1, to).chars().anyMatch(Decoding::isStrong);
            }
            boolean quote = "‘“”®™".indexOf(second) >= 0;
            boolean inside = (from > 0 && Character.isLowerCase(text.charAt(from - 1)))
                    || (to < bytes.length && Character.isLetterOrDigit(text.charAt(to)));
            boolean ordinary = bytes[from] >= 0xD2 && bytes[from] <= 0xD6; // Ò to Ö
            return !ordinary && (quote ? inside : isStrong(second));
        }

        private boolean isScriptLead(int i) {
            return Arrays.stream(table.scriptLeads()).anyMatch(lead -> lead == bytes[i]);
        }

        /** A sign that does not stand behind a letter in ordinary text. */
        private static boolean isStrong(int c) {
            boolean ordinary = " ’‘“”…–—·´\u00a0\u00ad".indexOf(c) >= 0;
            return !ordinary && (!Character.isLetter(c) || Character.getType(c) == Character.MODIFIER_LETTER || "ƒªº".indexOf(c) >= 0);
        }
    }
}
