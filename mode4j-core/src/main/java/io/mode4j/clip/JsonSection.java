package io.mode4j.clip;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object of a configuration with a closed set of keys.
 *
 * @param path its name with a dot behind, for messages
 */
record JsonSection(String path, JsonNode node) {

    /** The object, whose keys must be among those given, or hold null or false, which ask for nothing. */
    static JsonSection of(String path, JsonNode node, Set<String> known) {
        return of(path, node, known, value -> value.isNull() || (value.isBoolean() && !value.booleanValue()));
    }

    /** The whole file, in which only objects must be among those given: words and numbers beside them are remarks. */
    static JsonSection withRemarks(JsonNode node, Set<String> known) {
        return of("", node, known, value -> !value.isObject());
    }

    private static JsonSection of(String path, JsonNode node, Set<String> known, Predicate<JsonNode> harmless) {
        if (!node.isObject()) {
            throw new IllegalArgumentException((path.isEmpty() ? "the file" : path) + " must be a JSON object");
        }
        node.forEachEntry((key, value) -> {
            if (!known.contains(key) && !harmless.test(value)) {
                throw new IllegalArgumentException("unknown key %s%s, found %.60s; known here: %s".formatted(path, key, value,
                        known.stream().sorted().toList()));
            }
        });
        return new JsonSection(path, node);
    }

    boolean has(String key) {
        return value(key) != null;
    }

    JsonSection section(String key, Set<String> known) {
        JsonNode child = value(key);
        if (child == null) {
            throw new IllegalArgumentException("key " + path + key + " is missing");
        }
        return of(path + key + ".", child, known);
    }

    int integer(String key, int otherwise) {
        JsonNode value = value(key);
        if (value == null) {
            return otherwise;
        }
        require(value.isInt(), key, value, "a whole number");
        return value.intValue();
    }

    /** A number, or a list of two that are equal: a size of both sides. */
    int side(String key, int otherwise) {
        JsonNode value = value(key);
        if (value == null || !value.isArray()) {
            return integer(key, otherwise);
        }
        require(value.size() == 2 && value.get(0).isInt() && value.get(0).equals(value.get(1)), key, value, "one size for both sides");
        return value.get(0).intValue();
    }

    double number(String key, double otherwise) {
        Double value = numberOrNull(key);
        return value == null ? otherwise : value;
    }

    @Nullable
    Double numberOrNull(String key) {
        JsonNode value = value(key);
        if (value == null) {
            return null;
        }
        require(value.isNumber(), key, value, "a number");
        return value.doubleValue();
    }

    boolean flag(String key) {
        JsonNode value = value(key);
        if (value == null) {
            return false;
        }
        require(value.isBoolean(), key, value, "true or false");
        return value.booleanValue();
    }

    String word(String key, String otherwise) {
        JsonNode value = value(key);
        if (value == null) {
            return otherwise;
        }
        require(value.isString(), key, value, "a word");
        return value.stringValue();
    }

    List<Double> numbers(String key, List<Double> otherwise) {
        JsonNode value = value(key);
        if (value == null) {
            return otherwise;
        }
        require(value.isArray(), key, value, "a list of numbers");
        List<Double> numbers = new ArrayList<>();
        for (JsonNode item : value) {
            require(item.isNumber(), key, value, "a list of numbers");
            numbers.add(item.doubleValue());
        }
        return numbers;
    }

    /** Options that exist elsewhere and not here: absent, null, or of one of the values that change nothing, written as JSON. */
    void unsupported(String key, List<String> harmless) {
        JsonNode value = value(key);
        if (value != null && harmless.stream().noneMatch(written -> value.equals(JsonMapper.shared().readTree(written)))) {
            throw new IllegalArgumentException("key " + path + key + " " + value + " is not supported by mode4j, which has only "
                    + (harmless.getFirst().equals("null") ? "models without it" : harmless.getFirst()));
        }
    }

    private @Nullable JsonNode value(String key) {
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? null : value;
    }

    void require(boolean fits, String key, Object found, String expected) {
        if (!fits) {
            throw new IllegalArgumentException("key " + path + key + " must be " + expected + ", found " + found);
        }
    }
}
