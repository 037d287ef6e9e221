package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One mapping of a task file, read key by key; every complaint names the file, the task and the key. */
final class TaskKeys {

    private final Path file;
    private final String where;
    private final JsonNode node;

    /** The mapping {@code node}, whose keys must be among {@code known}. */
    TaskKeys(Path file, String where, JsonNode node, Set<String> known) throws BadInputException {
        this.file = file;
        this.where = where;
        this.node = node;
        if (!node.isObject()) {
            throw bad("a mapping expected, found " + node.getNodeType());
        }
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                throw bad("unknown key '%s'; known here: %s".formatted(key, String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    BadInputException bad(String message) {
        return new BadInputException("%s: %s: %s".formatted(file, where, message));
    }

    Path file() {
        return file;
    }

    String where() {
        return where;
    }

    boolean has(String key) {
        return node.has(key);
    }

    @Nullable
    JsonNode node(String key) {
        return node.get(key);
    }

    /** Text, or a number as text. */
    String text(String key) throws BadInputException {
        JsonNode value = node.get(key);
        if (value == null) {
            throw bad("key '%s' is missing".formatted(key));
        }
        return scalar(key, value);
    }

    String text(String key, String otherwise) throws BadInputException {
        return node.has(key) ? text(key) : otherwise;
    }

    /** A list of texts; one text stands for a list of one. */
    List<String> texts(String key) throws BadInputException {
        JsonNode value = node.get(key);
        if (value == null) {
            throw bad("key '%s' is missing".formatted(key));
        }
        if (!value.isArray()) {
            return List.of(scalar(key, value));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            texts.add(scalar(key, element));
        }
        return texts;
    }

    String scalar(String key, JsonNode value) throws BadInputException {
        if (!value.isString() && !value.isNumber()) {
            throw bad("key '%s': text expected, found %s".formatted(key, value));
        }
        return value.asString();
    }
}
