package io.mode4j.text;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether a text holds a run of characters that nobody writes on purpose: what is left when UTF-8 was read as another encoding. The kinds of characters
 * and the runs are those of ftfy's heuristic. Immutable.
 *
 * <p>
 * All rules are tried at once, a bit a rule: at each place of a run, a character lets those rules live that allow it there.
 */
final class Badness {

    // Kinds of characters, as they stand between the brackets of a regular expression.
    private static final String CONTROL = "\u0080-\u009f";
    private static final String ORDINARY = "\u00a0\u00ad·´–—―…’";
    private static final String WRECKAGE = "¤¦¨ª¬¯¸ºƒˆˇ˘˛˜†‡‰⌐◊\uFFFD";
    private static final String LAW = "§¶";
    private static final String MONEY = "¢£¥₧€";
    private static final String OPENING = "¡©«¿΄΅‘‚“„•‹\uF8FF";
    private static final String CLOSING = "®»˝”›™";
    private static final String NUMERIC = "±-³µ¹¼-¾×÷⁄№∂∆∏∑√∞∩∫≈≠≡≤≥";
    private static final String FACES = "°Ò-ÖÙ-Üò-öø-üŌŐŪŲ";
    private static final String CAPITAL = "À-ÑØÜÝĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻĽŁŃŅŇŒŘŚŞŠŢŤŮŰŸŹŻŽҐ";
    private static final String SMALL = "ß-ñüāăąćčďđēėęěğģīįķĺļľłœŕśşšťźżžґﬁﬂ";
    private static final String FAR_CAPITAL = "ÞΆΈ-ΊΌΎΏΑ-ΫЁ-Я"; // of Greek and Cyrillic
    private static final String FAR_SMALL = "ά-ωа-џ";
    private static final String BOX = "│┌┐┘├┤┬┼═-╬▀▄█▌▐-▓";

    private static final String SIGN = OPENING + CLOSING + MONEY + NUMERIC + LAW;
    private static final String IN_ARABIC = ORDINARY + MONEY + WRECKAGE + NUMERIC + OPENING + "ŸŠ®°µ»";
    private static final String IN_SCRIPTS = CONTROL + WRECKAGE + OPENING + CLOSING + MONEY + "°";
    private static final String SPACE = "\\s\u001c-\u001f\u0085\\p{Z}";
    private static final String WORD = "\\p{L}\\p{N}_";
    private static final Set<Byte> NUMBERS = Set.of(Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER);
    private static final String BEGINNING = "^"; // of the text, as if that were a character

    /** A rule a line: what may stand at each of its places. */
    private static final List<List<String>> RULES = List.of(
            run(CONTROL),
            run(WRECKAGE + SMALL + CAPITAL + BOX + SIGN, WRECKAGE),
            run(WRECKAGE, SMALL + CAPITAL + BOX + SIGN),
            run("a-zA-Z", FAR_SMALL + FAR_CAPITAL, WRECKAGE),
            // letters and signs within a word
            run(SMALL + FAR_SMALL + BOX + CLOSING + MONEY + NUMERIC, CAPITAL),
            run(BOX + CLOSING + MONEY + NUMERIC, SMALL),
            run(SMALL + BOX + CLOSING, MONEY),
            run(SPACE, CAPITAL, MONEY),
            run("a-z", CAPITAL, OPENING + MONEY),
            run(CAPITAL + BOX, NUMERIC + LAW),
            run(CAPITAL, "°"),
            run(SMALL + CAPITAL, OPENING + CLOSING, WORD),
            run("Œœ", "^A-Za-z"),
            // signs beside signs
            run(SMALL + CAPITAL + BOX + MONEY + CLOSING, OPENING, NUMERIC),
            run(SMALL + CAPITAL + MONEY + NUMERIC + BOX + LAW, CLOSING, OPENING),
            run(MONEY + NUMERIC + BOX, OPENING),
            run(BOX, FACES + CLOSING),
            run(SMALL + CAPITAL + SIGN, BOX),
            // Latin letters, read as windows-1252
            run("ÂÃÎÐ", "€œŠš¢£Ÿž\u00a0\u00ad®°·»–—´" + OPENING + CLOSING),
            run("Ã", "\u00a0¡"),
            run("a-z", "ÃÂ", " "),
            run("a-z", SPACE, "ÃÂ", " "),
            run(BEGINNING, "ÃÂ", " "),
            run("a-z.,?!" + CLOSING, "Â", " " + OPENING + CLOSING),
            run("×", "²³"),
            // other scripts, read as windows-1252, -1251, -1253 and -1257
            run("ØÙ", IN_ARABIC, "ØÙ", IN_ARABIC),
            run("à", "²µ¹¼½¾"),
            run("в", "Ђ"),
            run("ВГРС", IN_SCRIPTS + "µ", "ВГРС"),
            run("Г", "ў", "В", "Ђ", "В", "^\n", "A-Za-z "),
            run("β", "€", "™\u00a0Ά\u00ad®°"),
            run("ΒΓΞΟ", IN_SCRIPTS, "ΒΓΞΟ"),
            run("ā", "€"),
            // read as MacRoman
            run("√", "±∂†≠®™´≤≥¥µø"),
            run("≈", "°¢"),
            run("‚", "Ä", "ìîïòôúùû†°¢π"),
            run("‚", "âó", "àä°ê"));

    private static final int PLACES = RULES.stream().mapToInt(List::size).max().orElseThrow();
    /** Characters that stand for all others of their sort: those that no rule lists, but for being a space, a letter or nothing at all. */
    private static final List<String> OTHERS = List.of("\u2003", "中", "☃");
    /** What the rules tell apart; the kinds of the others come first, then the beginning. */
    private static final List<String> KINDS = Stream.concat(Stream.concat(OTHERS.stream(), Stream.of(BEGINNING)), listed()).toList();
    private static final short[] KIND_OF = kinds();
    private static final long[][] ALLOWED = allowed();
    private static final long[] COMPLETE = complete();

    private Badness() {}

    private static List<String> run(String... places) {
        return List.of(places);
    }

    static boolean isBad(String text) {
        int[] kinds = IntStream.concat(IntStream.of(KINDS.indexOf(BEGINNING)), text.codePoints().map(Badness::kind)).toArray();
        for (int start = 0; start < kinds.length; start++) {
            if (isRun(kinds, start)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRun(int[] kinds, int start) {
        long alive = -1;
        for (int place = 0; alive != 0 && place < PLACES && start + place < kinds.length; place++) {
            alive &= ALLOWED[place][kinds[start + place]];
            if ((alive & COMPLETE[place]) != 0) {
                return true;
            }
        }
        return false;
    }

    private static int kind(int c) {
        return c < KIND_OF.length ? KIND_OF[c] : other(c);
    }

    private static int other(int c) {
        boolean word = Character.isLetter(c) || c == '_' || NUMBERS.contains((byte) Character.getType(c));
        return TextCleaner.isSpace(c) ? 0 : word ? 1 : 2;
    }

    /** Every character that some rule names. */
    private static Stream<String> listed() {
        String named = RULES.stream()
                .flatMap(List::stream)
                .filter(place -> !place.startsWith("^") && !place.startsWith("\\"))
                .distinct()
                .collect(Collectors.joining());
        Predicate<String> isNamed = Pattern.compile("[\n" + named + "]").asMatchPredicate();
        return IntStream.range(0, 0x10000).mapToObj(Character::toString).filter(isNamed);
    }

    private static short[] kinds() {
        short[] kinds = new short[0x10000];
        for (int c = 0; c < kinds.length; c++) {
            kinds[c] = (short) other(c);
        }
        for (int kind = OTHERS.size() + 1; kind < KINDS.size(); kind++) {
            kinds[KINDS.get(kind).charAt(0)] = (short) kind;
        }
        return kinds;
    }

    private static long[][] allowed() {
        long[][] allowed = new long[PLACES][KINDS.size()];
        for (int rule = 0; rule < RULES.size(); rule++) {
            for (int place = 0; place < RULES.get(rule).size(); place++) {
                String characters = RULES.get(rule).get(place);
                Predicate<String> allows = characters.equals(BEGINNING) ? BEGINNING::equals
                        : Pattern.compile("[" + characters + "]").asMatchPredicate().and(Predicate.not(BEGINNING::equals));
                for (int kind = 0; kind < KINDS.size(); kind++) {
                    allowed[place][kind] |= allows.test(KINDS.get(kind)) ? 1L << rule : 0;
                }
            }
        }
        return allowed;
    }

    /** The rules that have as many places. */
    private static long[] complete() {
        long[] complete = new long[PLACES];
        for (int rule = 0; rule < RULES.size(); rule++) {
            complete[RULES.get(rule).size() - 1] |= 1L << rule;
        }
        return complete;
    }
}
