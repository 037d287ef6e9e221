package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * YAML that users write, in which names stand without quotes: a value is the text that was written, {@code 1e3} and {@code 007} too, but for {@code true},
 * {@code false} and {@code null}, which remain what they are in YAML 1.2. Stateless.
 */
public final class YamlFile {
    private YamlFile() {}

    /**
     * Reads a file; null nodes and empty ones are {@code null}.
     *
     * @throws BadInputException if it is no YAML, or has a key twice; the message names file and line
     */
    public static JsonNode read(Path file) throws IOException {
        return parse(TextFile.read(file), file.toString());
    }

    /** As {@link #read}, of a text; {@code source} names it in messages. */
    public static JsonNode parse(String yaml, String source) throws BadInputException {
        LoadSettings settings = LoadSettings.builder().setSchema(new Written()).setCodePointLimit(Integer.MAX_VALUE).build();
        try {
            return JsonMapper.shared().valueToTree(new Load(settings).loadFromString(yaml));
        } catch (MarkedYamlEngineException e) {
            throw new BadInputException("%s: not readable as YAML: %s (line %s)".formatted(source, e.getProblem(),
                    e.getProblemMark().map(Mark::getLine).map(line -> String.valueOf(line + 1)).orElse("unknown")), e);
        } catch (YamlEngineException e) {
            throw new BadInputException("%s: not readable as YAML: %s".formatted(source, e.getMessage()), e);
        }
    }

    private static final class Written extends CoreSchema {
        @Override
        public ScalarResolver getScalarResolver() {
            ScalarResolver usual = super.getScalarResolver();
            return (text, plain) -> {
                Tag tag = usual.resolve(text, plain);
                return tag.equals(Tag.BOOL) || tag.equals(Tag.NULL) ? tag : Tag.STR;
            };
        }
    }
}
