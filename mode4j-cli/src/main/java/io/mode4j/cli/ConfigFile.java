package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/**
 * A YAML file that holds options: {@code version: 1}, then any option's long name and its value, lists for options that may be given several
 * times. Unknown keys and newer versions are errors.
 */
final class ConfigFile {
    /** The newest version of the format that this program reads. */
    static final int VERSION = 1;

    private ConfigFile() {}

    /** Reads option names and values; several values are joined by {@link OptionDefaults#SEPARATOR}. */
    static Map<String, String> read(Path file, OptionNames names) throws IOException {
        if (!Files.isReadable(file)) {
            throw new BadInputException(file + ": expected a readable YAML file of options (--config), found "
                    + (Files.exists(file) ? "a file that cannot be read" : "none"));
        }
        return options(YamlFile.read(file), file.toString(), names);
    }

    /** As above, from a stream; {@code source} names it in messages. */
    static Map<String, String> read(InputStream in, String source, OptionNames names) throws IOException {
        return options(YamlFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), source), source, names);
    }

    private static Map<String, String> options(JsonNode root, String source, OptionNames names) throws BadInputException {
        if (!root.isObject() && !root.isNull()) {
            throw new BadInputException(source + ": expected option names with values (key: value), found " + root.getNodeType());
        }
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

    private static void checkVersion(JsonNode version, String source) throws BadInputException {
        String found = version.asString("");
        if (!found.equals(String.valueOf(VERSION))) {
            throw new BadInputException(source + ": expected version " + VERSION + ", found " + found
                    + (found.matches("\\d+") ? "; this file was written for a newer mode4j: update mode4j, or change the file" : ""));
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
