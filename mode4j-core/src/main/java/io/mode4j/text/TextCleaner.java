package io.mode4j.text;

import java.text.Normalizer;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What open_clip does to a caption before the byte-pair encoding: ftfy's fixes, HTML references resolved twice, whitespace runs to one
 * space, lower case. Immutable.
 *
 * <p>
 * ftfy's fixes are HTML references, {@link Mojibake text read in a wrong encoding}, C1 controls as windows-1252, Latin ligatures, full and half
 * width, curly quotes, line breaks, lone surrogates, terminal escapes, control characters, NFC.
 */
final class TextCleaner {

    private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\u001b\\[[\\d;]*[a-zA-Z]", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|[\r\u2028\u2029\u0085]");
    private static final Pattern SINGLE_QUOTE = Pattern.compile("[\u02bc\u2018-\u201b]");
    private static final Pattern DOUBLE_QUOTE = Pattern.compile("[\u201c-\u201f]");
    private static final int MANY_ROUNDS = 20;
    private static final int LONGEST_LINE = 1_000_000; // characters: longer ones are fixed in parts
    private static final Map<Integer, String> LIGATURES = Map.ofEntries(Map.entry(0x132, "IJ"), Map.entry(0x133, "ij"),
            Map.entry(0x149, "ʼn"), Map.entry(0x1F1, "DZ"), Map.entry(0x1F2, "Dz"), Map.entry(0x1F3, "dz"),
            Map.entry(0x1C4, "DŽ"), Map.entry(0x1C5, "Dž"), Map.entry(0x1C6, "dž"), Map.entry(0x1C7, "LJ"),
            Map.entry(0x1C8, "Lj"), Map.entry(0x1C9, "lj"), Map.entry(0x1CA, "NJ"), Map.entry(0x1CB, "Nj"),
            Map.entry(0x1CC, "nj"), Map.entry(0xFB00, "ff"), Map.entry(0xFB01, "fi"), Map.entry(0xFB02, "fl"),
            Map.entry(0xFB03, "ffi"), Map.entry(0xFB04, "ffl"), Map.entry(0xFB05, "ſt"), Map.entry(0xFB06, "st"));

    private TextCleaner() {}

    /** The text as the byte-pair encoding reads it. */
    static String clean(String text) {
        String fixed = HtmlEntities.unescape(HtmlEntities.unescape(fix(text)));
        return Lowercase.of(collapseWhitespace(fixed));
    }

    /** Line by line, each until nothing changes; from the first line with a tag on, HTML references are left to the later step. */
    private static String fix(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder fixed = new StringBuilder(text.length());
        boolean unescape = true;
        for (int from = 0; from < text.length();) {
            int newline = text.indexOf('\n', from);
            int to = newline < 0 ? text.length() : newline + 1;
            if (text.codePointCount(from, to) > LONGEST_LINE) {
                to = text.offsetByCodePoints(from, LONGEST_LINE);
            }
            String line = text.substring(from, to);
            unescape &= line.indexOf('<') < 0;
            fixed.append(fixLine(line, unescape));
            from = to;
        }
        return fixed.toString();
    }

    /** Printable ASCII without a reference, which no fix changes: nearly every caption. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '&') {
                return false;
            }
        }
        return true;
    }

    private static String fixLine(String line, boolean unescape) {
        Mojibake mojibake = new Mojibake(line.length());
        String before = line;
        for (int round = 1;; round++) {
            String after = unescape ? unescape(before, round) : before;
            after = translate(mojibake.repair(after));
            after = DOUBLE_QUOTE.matcher(after).replaceAll("\"");
            after = SINGLE_QUOTE.matcher(after).replaceAll("'");
            after = LINE_BREAK.matcher(after).replaceAll("\n");
            after = TERMINAL_ESCAPE.matcher(after).replaceAll("");
            after = after.codePoints().filter(c -> !isUnwanted(c)).mapToObj(Character::toString).collect(Collectors.joining());
            after = Normalizer.normalize(CombiningMarks.ordered(after), Normalizer.Form.NFC);
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    /** A level of references a round, as ftfy does; those that still are there after many rounds all at once. */
    private static String unescape(String text, int round) {
        return round <= MANY_ROUNDS ? HtmlEntities.unescapeStrict(text) : HtmlEntities.unescapeNested(text, TextCleaner::translate);
    }

    /** C1 controls, ligatures, widths and lone surrogates, code point by code point. */
    private static String translate(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(C1Controls::meant).forEach(c -> {
            String ligature = LIGATURES.get(c);
            if (ligature != null) {
                out.append(ligature);
            } else if (c == 0x3000) {
                out.append(' ');
            } else if (c >= 0xFF01 && c < 0xFFF0) {
                out.append(Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC));
            } else {
                out.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c);
            }
        });
        return out.toString();
    }

    private static boolean isUnwanted(int c) {
        return c < 9 || c == 0x0B || (c >= 0x0E && c < 0x20) || c == 0x7F || (c >= 0x206A && c < 0x2070) || c == 0xFEFF
                || (c >= 0xFFF9 && c < 0xFFFD);
    }

    private static String collapseWhitespace(String text) {
        StringBuilder out = new StringBuilder(text.length());
        IntStream codes = text.codePoints();
        codes.forEach(c -> {
            if (!isSpace(c)) {
                out.appendCodePoint(c);
            } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        });
        if (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
            out.setLength(out.length() - 1);
        }
        return out.toString();
    }

    /** Python's notion of whitespace: spaces, separators and the controls that separate. */
    static boolean isSpace(int c) {
        return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || Character.isSpaceChar(c);
    }
}
