package io.mode4j.search;

import io.mode4j.artifact.JsonText;
import io.mode4j.shard.source.MemberText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the JSON beside a picture says of it besides captions: numbers, texts and booleans, by name. Stateless. */
public final class Metadata {
    /** Captions are kept as such. */
    private static final Set<String> CAPTIONS = Set.of("texts", "caption", "text");
    /** An object of more values is data, not what is said of a picture. */
    private static final int MOST = 200;
    private static final int DEEPEST = 8;

    private Metadata() {}

    /** {@return the values, those of inner objects as {@code outer.inner}; lists, and what is no number, are left out; none where it is no JSON} */
    public static SequencedMap<String, Object> of(byte[] json) {
        SequencedMap<String, Object> values = new LinkedHashMap<>();
        String text = MemberText.decode(json);
        if (text == null || text.isBlank()) {
            return values;
        }
        try {
            take(JsonText.parse(text), "", 0, values);
        } catch (JacksonException _) {
            return new LinkedHashMap<>(); // the index of a run counts such
        }
        return values;
    }

    private static void take(JsonNode object, String prefix, int depth, SequencedMap<String, Object> values) {
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            JsonNode value = each.getValue();
            String name = prefix + each.getKey();
            if (values.size() >= MOST || CAPTIONS.contains(name)) {
                continue;
            }
            if (value.isObject() && depth < DEEPEST) {
                take(value, name + ".", depth + 1, values);
            } else if (value.isString()) {
                values.put(name, value.stringValue());
            } else if (value.isBoolean()) {
                values.put(name, value.booleanValue());
            } else if (value.isNumber() && Double.isFinite(value.doubleValue())) {
                values.put(name, value.isIntegralNumber() && value.canConvertToLong() ? (Object) value.longValue() : value.doubleValue());
            }
        }
    }
}
