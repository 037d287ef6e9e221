package io.mode4j.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * HTML 5 character references, as browsers and Python's {@code html.unescape} resolve them. Immutable.
 *
 * <p>
 * The names come from the resource {@code html5-entities.tsv}: a name (with its semicolon, where it has one), a tab, code points in hex.
 */
final class HtmlEntities {

    private static final Pattern REFERENCE = Pattern
            .compile("&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\\t\\n\\f <&#;]{1,32};?)");
    private static final Pattern STRICT_REFERENCE = Pattern.compile("&#?[0-9A-Za-z]{1,24};");
    private static final int LONGEST = 27; // of those

    private static final Map<String, String> NAMES = load();
    private static final Map<String, String> STRICT = strict();

    private HtmlEntities() {}

    /** Resolves every reference, those without a semicolon too. */
    static String unescape(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        return REFERENCE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(resolve(m.group(1))));
    }

    /** Resolves only what ends in a semicolon, and names in capitals that mean nothing otherwise (an EACUTE), as ftfy does. */
    static String unescapeStrict(String text) {
        if (text.indexOf('&') < 0) {
            return text;
        }
        return STRICT_REFERENCE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(resolveStrict(m.group())));
    }

    /**
     * The same, and again what comes of it, until nothing does: however deep references make references, each character is looked at once.
     *
     * @param fixed what else becomes of a character that a reference stands for
     */
    static String unescapeNested(String text, UnaryOperator<String> fixed) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            out.append(text.charAt(i));
            for (int start = reference(out); start >= 0; start = reference(out)) {
                String reference = out.substring(start);
                String resolved = resolveStrict(reference);
                if (resolved.equals(reference)) {
                    break;
                }
                out.replace(start, out.length(), fixed.apply(resolved));
            }
        }
        return out.toString();
    }

    /** Where the reference begins with which the text ends, or -1. */
    private static int reference(StringBuilder text) {
        int start = text.length() - 1;
        if (start < 0 || text.charAt(start) != ';') {
            return -1;
        }
        int first = Math.max(0, text.length() - LONGEST);
        while (start > first && text.charAt(start) != '&') {
            start--;
        }
        return STRICT_REFERENCE.matcher(text.substring(start)).matches() ? start : -1;
    }

    private static String resolveStrict(String reference) {
        String named = STRICT.get(reference.substring(1));
        if (named != null) {
            return named;
        }
        if (!reference.startsWith("&#")) {
            return reference;
        }
        String unescaped = unescape(reference);
        return unescaped.contains(";") ? reference : unescaped;
    }

    private static String resolve(String reference) {
        if (reference.startsWith("#")) {
            return number(reference);
        }
        for (int end = reference.length(); end > 1; end--) {
            String named = NAMES.get(reference.substring(0, end));
            if (named != null) {
                return named + reference.substring(end);
            }
        }
        return "&" + reference;
    }

    private static String number(String reference) {
        String digits = reference.endsWith(";") ? reference.substring(1, reference.length() - 1) : reference.substring(1);
        boolean hex = digits.charAt(0) == 'x' || digits.charAt(0) == 'X';
        int code = saturated(hex ? digits.substring(1) : digits, hex ? 16 : 10);
        if (code == 0 || code > Character.MAX_CODE_POINT || (code >= 0xD800 && code <= 0xDFFF)) {
            return "\uFFFD";
        }
        if (code >= 0x80 && code <= 0x9F) {
            return Character.toString(C1Controls.meant(code));
        }
        return isForbidden(code) ? "" : Character.toString(code);
    }

    /** The number, or something above every code point for numbers of any length. */
    private static int saturated(String digits, int radix) {
        int code = 0;
        for (int i = 0; i < digits.length() && code <= Character.MAX_CODE_POINT; i++) {
            code = code * radix + Character.digit(digits.charAt(i), radix);
        }
        return code;
    }

    private static boolean isForbidden(int code) {
        boolean control = code < 0x20 && code != '\t' && code != '\n' && code != '\f' && code != '\r';
        return control || code == 0x7F || (code >= 0xFDD0 && code <= 0xFDEF) || (code & 0xFFFE) == 0xFFFE;
    }

    private static Map<String, String> load() {
        Map<String, String> names = new HashMap<>();
        try (@Nullable
        InputStream resource = HtmlEntities.class.getResourceAsStream("html5-entities.tsv");
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.indexOf('\t');
                StringBuilder characters = new StringBuilder();
                for (String code : line.substring(tab + 1).split(" ", -1)) {
                    characters.appendCodePoint(Integer.parseInt(code, 16));
                }
                names.put(line.substring(0, tab), characters.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(names);
    }

    private static Map<String, String> strict() {
        Map<String, String> strict = new HashMap<>();
        NAMES.forEach((name, characters) -> {
            if (name.endsWith(";")) {
                strict.put(name, characters);
                String capitals = name.toUpperCase(Locale.ROOT);
                if (name.equals(name.toLowerCase(Locale.ROOT)) && unescape("&" + capitals).equals("&" + capitals)) {
                    strict.put(capitals, characters.toUpperCase(Locale.ROOT));
                }
            }
        });
        return Map.copyOf(strict);
    }
}
