package io.mode4j.shard.tar;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The fields of a pax header: lines of {@code LENGTH KEY=VALUE\n}, where the length counts the whole line in bytes. Stateless. */
final class PaxFields {
    private PaxFields() {}

    /** {@return the fields by name}; throws IllegalArgumentException when the text is not such lines. */
    static Map<String, String> parse(byte[] text) {
        Map<String, String> fields = new HashMap<>();
        int from = 0;
        while (from < text.length && text[from] != 0) {
            int space = from;
            int length = 0;
            while (space < text.length && text[space] >= '0' && text[space] <= '9' && length <= text.length) {
                length = 10 * length + text[space++] - '0';
            }
            if (space == from || space >= text.length || text[space] != ' ' || length <= space - from || length > text.length - from) {
                throw new IllegalArgumentException("no line length at byte " + from);
            }
            String line = new String(text, space + 1, from + length - space - 1, StandardCharsets.UTF_8);
            int equals = line.indexOf('=');
            if (equals < 1 || !line.endsWith("\n")) {
                throw new IllegalArgumentException("no key=value at byte " + from);
            }
            fields.put(line.substring(0, equals), line.substring(equals + 1, line.length() - 1));
            from += length;
        }
        return fields;
    }
}
