package io.mode4j.shard;

import io.mode4j.artifact.JsonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The captions that a member's bytes hold. A sample that has several such members takes the best: {@code texts} of a {@code .json} (a list of
 * strings or of [kind, text] pairs, as MoDE's shards have it), then a {@code .txt}, then the fields {@code caption} and {@code text} of a {@code .json}. Each field may be one string or such a list.
 *
 * @param rank lower is better
 * @param found the captions, trimmed, without control characters, each with something to see; empty if there is a problem
 * @param problem why there are none
 */
public record Captions(int rank, List<String> found, @Nullable SkipCause problem) {
    private static final int TEXTS = 0;
    private static final int FILE = 1;
    private static final int FIELD = 2;
    private static final int NOTHING = 3;
    private static final Set<String> KEYS = Set.of("texts", "caption", "text");

    /** What a sample has before any of its members was seen. */
    public static final Captions NONE = problem(SkipCause.MISSING_CAPTION);

    /** What a member of too many bytes has. */
    public static final Captions TOO_LONG = problem(SkipCause.TOO_LARGE);

    /** {@return the captions of the text of a {@code .txt}, which is null when its bytes are none} */
    public static Captions ofText(@Nullable String text, TxtLines lines) {
        if (text == null) {
            return problem(SkipCause.INVALID_UTF8);
        }
        return Visible.any(text) ? usable(FILE, lines.of(text)) : problem(SkipCause.EMPTY_CAPTION);
    }

    /** {@return the captions that the columns of a row hold} */
    public static Captions ofTexts(List<String> texts) {
        return usable(FIELD, texts);
    }

    /** {@return the captions of the text of a {@code .json}, which is null when its bytes are none} */
    public static Captions ofJson(@Nullable String text) {
        if (text == null) {
            return problem(SkipCause.INVALID_UTF8);
        }
        Map<String, JsonTexts> found = new HashMap<>();
        try (JsonParser parser = JsonText.parser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return problem(SkipCause.BAD_JSON);
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (KEYS.contains(name)) {
                    found.put(name, JsonTexts.read(parser));
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException _) {
            return problem(SkipCause.BAD_JSON);
        }
        Captions texts = ofValue(TEXTS, found.getOrDefault("texts", JsonTexts.NOTHING));
        JsonTexts caption = found.getOrDefault("caption", JsonTexts.NOTHING);
        return texts.or(ofValue(FIELD, caption.or(found.getOrDefault("text", JsonTexts.NOTHING))));
    }

    private static Captions ofValue(int rank, JsonTexts value) {
        return value.texts().isEmpty() && value.hasOthers() ? problem(SkipCause.CAPTION_NOT_TEXT) : usable(rank, value.texts());
    }

    /** {@return the better of the two; of two problems the one that is told first, unless it says nothing} */
    public Captions or(Captions other) {
        boolean saysNothing = problem == SkipCause.MISSING_CAPTION;
        return other.rank < rank || (other.rank == rank && saysNothing) ? other : this;
    }

    /** {@return whether they are of a {@code .txt}} */
    public boolean areOfText() {
        return rank == FILE;
    }

    private static Captions problem(SkipCause cause) {
        return new Captions(NOTHING, List.of(), cause);
    }

    private static Captions usable(int rank, List<String> texts) {
        List<String> usable = new ArrayList<>(texts.size());
        SkipCause cause = texts.isEmpty() ? SkipCause.MISSING_CAPTION : SkipCause.EMPTY_CAPTION;
        for (String text : texts) {
            String clean = clean(text);
            if (clean == null) {
                cause = SkipCause.INVALID_UTF8;
            } else if (Visible.any(clean)) {
                usable.add(clean);
            }
        }
        return usable.isEmpty() ? problem(cause) : new Captions(rank, List.copyOf(usable), null);
    }

    /** {@return the text, trimmed, spaces for control characters; null when it holds half a character, as an escape in JSON can} */
    private static @Nullable String clean(String text) {
        if (isPlain(text)) {
            return text.strip();
        }
        char[] characters = text.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            if (Character.isSurrogate(characters[i])) {
                boolean pair = Character.isHighSurrogate(characters[i]) && i + 1 < characters.length
                        && Character.isLowSurrogate(characters[i + 1]);
                if (!pair) {
                    return null;
                }
                i++;
            } else if (Character.isISOControl(characters[i])) {
                characters[i] = ' ';
            }
        }
        return new String(characters).strip();
    }

    /** Whether all of it is printable ASCII, as nearly every caption is. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
