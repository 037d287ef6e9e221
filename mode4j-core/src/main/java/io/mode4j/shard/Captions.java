package io.mode4j.shard;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * The captions that a member's bytes hold. A sample that has several such members takes the best: {@code texts} of a {@code .json} (a list of
 * strings or of [kind, text] pairs, as MoDE's shards have it), then a {@code .txt}, then the fields {@code caption} and {@code text} of a {@code .json}.
 *
 * @param rank lower is better
 * @param found the captions, trimmed, without control characters, each with something to see; empty if there is a problem
 * @param problem why there are none
 */
record Captions(int rank, List<String> found, @Nullable SkipCause problem) {
    private static final int TEXTS = 0;
    private static final int FILE = 1;
    private static final int FIELD = 2;
    private static final int NOTHING = 3;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What a sample has before any of its members was seen. */
    static final Captions NONE = problem(SkipCause.MISSING_CAPTION);

    /** What a member of too many bytes has. */
    static final Captions TOO_LONG = problem(SkipCause.TOO_LARGE);

    /** {@return the captions of a {@code .txt}} */
    static Captions ofText(byte[] bytes, TxtLines lines) {
        String text = decode(bytes);
        if (text == null) {
            return problem(SkipCause.INVALID_UTF8);
        }
        return Visible.any(text) ? usable(FILE, lines.of(text)) : problem(SkipCause.EMPTY_CAPTION);
    }

    /** {@return the captions of a {@code .json}} */
    static Captions ofJson(byte[] bytes) {
        List<String> texts = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return problem(SkipCause.BAD_JSON);
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("texts") && value == JsonToken.START_ARRAY) {
                    readTexts(parser, texts);
                } else if (value == JsonToken.VALUE_STRING && (name.equals("caption") || name.equals("text"))) {
                    fields.add(name.equals("caption") ? 0 : fields.size(), parser.getString());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException _) {
            return problem(decode(bytes) == null ? SkipCause.INVALID_UTF8 : SkipCause.BAD_JSON);
        }
        if (texts.isEmpty() && fields.isEmpty()) {
            return NONE;
        }
        return usable(TEXTS, texts).or(usable(FIELD, fields.subList(0, Math.min(1, fields.size()))));
    }

    /** {@return the better of the two; of two problems the one that is told first, unless it says nothing} */
    Captions or(Captions other) {
        boolean saysNothing = problem == SkipCause.MISSING_CAPTION;
        return other.rank < rank || (other.rank == rank && saysNothing) ? other : this;
    }

    /** {@return whether they are of a {@code .txt}} */
    boolean areOfText() {
        return rank == FILE;
    }

    private static Captions problem(SkipCause cause) {
        return new Captions(NOTHING, List.of(), cause);
    }

    private static void readTexts(JsonParser parser, List<String> texts) {
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            if (token == JsonToken.VALUE_STRING) {
                texts.add(parser.getString());
            } else if (token == JsonToken.START_ARRAY) {
                String last = null;
                for (JsonToken inner = parser.nextToken(); inner != JsonToken.END_ARRAY; inner = parser.nextToken()) {
                    last = inner == JsonToken.VALUE_STRING ? parser.getString() : null;
                    parser.skipChildren();
                }
                if (last != null) {
                    texts.add(last);
                }
            } else {
                parser.skipChildren();
            }
            token = parser.nextToken();
        }
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

    private static @Nullable String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
