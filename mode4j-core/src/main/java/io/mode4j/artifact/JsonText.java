package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON that others write, as Python does: {@code NaN}, {@code Infinity} and {@code -Infinity} are numbers. Stateless. */
public final class JsonText {
    private static final JsonMapper JSON = JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private JsonText() {}

    /**
     * {@return the value that a text is}
     *
     * @throws JacksonException when it is no JSON
     */
    public static JsonNode parse(String text) {
        return JSON.readTree(text);
    }

    /** {@return the parts of a text's value, one after the other; they throw {@link JacksonException} where it is no JSON} */
    public static JsonParser parser(String text) {
        return JSON.createParser(text);
    }

    /**
     * {@return the value that a file holds, in any encoding that {@link TextFile} reads}
     *
     * @param what it should be, for the message
     * @throws BadInputException when it is no JSON; the message names the file and the place
     */
    public static JsonNode read(Path file, String what) throws IOException {
        try {
            return parse(TextFile.read(file));
        } catch (JacksonException e) {
            throw new BadInputException("%s, line %d: expected %s as JSON: %s".formatted(file, e.getLocation().getLineNr(), what,
                    e.getOriginalMessage()), e);
        }
    }
}
