package io.mode4j.shard;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The texts of a JSON value: a string, or a list of strings and of lists whose last part is one, as [kind, text] is. null and NaN, which Python writes for what is missing, are nothing.
 *
 * @param texts the strings, in their order
 * @param hasOthers whether there is something else that is not nothing: an object, a number
 */
record JsonTexts(List<String> texts, boolean hasOthers) {
    /** Of a field that is not there. */
    static final JsonTexts NOTHING = new JsonTexts(List.of(), false);

    /** Reads the value that the parser is at, to its end. */
    static JsonTexts read(JsonParser parser) {
        List<String> texts = new ArrayList<>();
        boolean others = false;
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            others = !take(parser, texts);
            return new JsonTexts(texts, others);
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            boolean taken = token == JsonToken.START_ARRAY ? takeLast(parser, texts) : take(parser, texts);
            others |= !taken;
        }
        return new JsonTexts(texts, others);
    }

    /** Takes a string; whether there was one, or nothing. */
    private static boolean take(JsonParser parser, List<String> texts) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            texts.add(parser.getString());
            return true;
        }
        boolean nothing = token == JsonToken.VALUE_NULL || (token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN());
        parser.skipChildren();
        return nothing;
    }

    private static boolean takeLast(JsonParser parser, List<String> texts) {
        String last = null;
        boolean empty = true;
        for (JsonToken inner = parser.nextToken(); inner != JsonToken.END_ARRAY; inner = parser.nextToken()) {
            last = inner == JsonToken.VALUE_STRING ? parser.getString() : null;
            empty = false;
            parser.skipChildren();
        }
        if (last != null) {
            texts.add(last);
        }
        return last != null || empty;
    }

    /** {@return this value, unless it has no text and the other one has one, or says at least something} */
    JsonTexts or(JsonTexts other) {
        return texts.isEmpty() && (!other.texts.isEmpty() || !hasOthers) ? other : this;
    }
}
