package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A YAML file that holds options: {@code version: 1}, then any option's long name and its value, lists for options that may be given several
 * times. Unknown keys and newer versions are errors.
 */
final class ConfigFile {
    /** The newest version of the format that this program reads. */
    static final int VERSION = 1;

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ConfigFile() {}

    /** Reads option names and values; several values are joined by {@link OptionDefaults#SEPARATOR}. */
    static Map<String, String> read(Path file, OptionNames names) throws IOException {
        if (!Files.isReadable(file)) {
            throw new BadInputException(file + ": expected a readable YAML file of options (--config), found "
                    + (Files.exists(file) ? "a file that cannot be read" : "none"));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString(), names);
        }
    }

    /** As above, from a stream; {@code source} names it in messages. */
    static Map<String, String> read(InputStream in, String source, OptionNames names) throws BadInputException {
        JsonNode root = parse(in, source);
        Map<String, String> options = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getKey().equals("version")) {
                checkVersion(entry.getValue(), source);
            } else {
                names.check(source, entry.getKey());
                options.put(entry.getKey(), value(entry.getValue(), source, entry.getKey()));
            }
        }
        return options;
    }

    private static JsonNode parse(InputStream in, String source) throws BadInputException {
        try {
            JsonNode root = YAML.readTree(in);
            if (root.isMissingNode() || root.isNull()) {
                return YAML.createObjectNode();
            }
            if (!root.isObject()) {
                throw new BadInputException(
                        source + ": expected option names with values (key: value), found " + root.getNodeType());
            }
            return root;
        } catch (JacksonException e) {
            throw new BadInputException(
                    source + ": not valid YAML: " + e.getOriginalMessage() + " (line " + e.getLocation().getLineNr() + ")", e);
        }
    }

    private static void checkVersion(JsonNode version, String source) throws BadInputException {
        if (!version.isInt() || version.intValue() != VERSION) {
            throw new BadInputException(source + ": expected version " + VERSION + ", found " + version.asString()
                    + (version.isInt() && version.intValue() > VERSION
                            ? "; this file was written for a newer mode4j: update mode4j, or change the file"
                            : ""));
        }
    }

    private static String value(JsonNode node, String source, String key) throws BadInputException {
        if (node.isArray()) {
            StringJoiner joined = new StringJoiner(OptionDefaults.SEPARATOR);
            for (JsonNode element : node) {
                joined.add(value(element, source, key));
            }
            return joined.toString();
        }
        if (!node.isValueNode() || node.isNull()) {
            throw new BadInputException(
                    source + ": '" + key + "': expected a value or a list of values, found " + node.getNodeType());
        }
        return node.asString();
    }
}
