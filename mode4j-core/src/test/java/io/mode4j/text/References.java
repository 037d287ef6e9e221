package io.mode4j.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values of open_clip's tokenizer, a JSON object a line; the resources' README says where they come from. */
final class References {
    private References() {}

    static List<JsonNode> in(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(References.class.getResourceAsStream(resource));
                BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            return lines.lines().map(JsonMapper.shared()::readTree).toList();
        }
    }

    static int[] ids(JsonNode reference) {
        return StreamSupport.stream(reference.get("ids").spliterator(), false).mapToInt(JsonNode::intValue).toArray();
    }
}
