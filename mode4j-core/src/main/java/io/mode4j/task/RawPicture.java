package io.mode4j.task;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A picture as it lies in its source, with what lies beside it.
 *
 * @param key      names it within its source
 * @param image    its encoded bytes
 * @param captions none blank, in their order
 * @param members  what is beside it, by extension in lower case: {@code json}, {@code cls}
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bytes on their way to the decoder; compared by nobody
record RawPicture(String key, byte[] image, List<String> captions, Map<String, byte[]> members) {

    /** The label: field {@code field} of the JSON, or the text of the {@code cls} member; null when there is none. */
    @Nullable
    String label(String field) {
        if (field.equals(Classification.CLS)) {
            byte[] cls = members.get(Classification.CLS);
            return cls == null ? null : new String(cls, StandardCharsets.UTF_8).strip();
        }
        byte[] json = members.get("json");
        if (json == null) {
            return null;
        }
        try {
            JsonNode value = JsonMapper.shared().readTree(json).get(field);
            return value == null || !value.isValueNode() || value.isNull() ? null : value.asString();
        } catch (JacksonException e) {
            return null; // counted as a picture without a label
        }
    }
}
