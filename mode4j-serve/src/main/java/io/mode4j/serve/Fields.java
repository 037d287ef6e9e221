package io.mode4j.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Takes fields of a JSON object, each of the type that is expected. Stateless. */
final class Fields {
    private Fields() {}

    /** Whether it is there, and not null. */
    static boolean has(JsonNode object, String name) {
        return object.hasNonNull(name);
    }

    static Optional<String> text(JsonNode object, String name) {
        if (!has(object, name)) {
            return Optional.empty();
        }
        JsonNode value = object.get(name);
        if (!value.isString()) {
            throw wrong(name, "a text", value);
        }
        return Optional.of(value.stringValue());
    }

    static boolean flag(JsonNode object, String name, boolean otherwise) {
        if (!has(object, name)) {
            return otherwise;
        }
        JsonNode value = object.get(name);
        if (!value.isBoolean()) {
            throw wrong(name, "true or false", value);
        }
        return value.booleanValue();
    }

    /** A number from one to the most that is allowed. */
    static int count(JsonNode object, String name, int otherwise, int most) {
        if (!has(object, name)) {
            return Math.min(otherwise, most);
        }
        JsonNode value = object.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1 || value.intValue() > most) {
            throw wrong(name, "a whole number from 1 to " + most, value);
        }
        return value.intValue();
    }

    /** One text, or a list of them. */
    static List<String> texts(JsonNode object, String name, int most) {
        if (!has(object, name)) {
            throw Problem.badRequest(name, name + " is missing: expected a list of texts");
        }
        JsonNode value = object.get(name);
        if (value.isString()) {
            return List.of(value.stringValue());
        }
        if (!value.isArray() || value.isEmpty()) {
            throw wrong(name, "a text, or a list of texts that is not empty", value);
        }
        if (value.size() > most) {
            throw Problem.badRequest(name, "%s: expected at most %d, found %d".formatted(name, most, value.size()));
        }
        List<String> all = new ArrayList<>(value.size());
        for (JsonNode each : value) {
            if (!each.isString()) {
                throw wrong(name, "texts only", each);
            }
            all.add(each.stringValue());
        }
        return all;
    }

    /** Says the kind of what was found, never the thing itself: it may be secret, or megabytes. */
    static Problem wrong(String name, String expected, JsonNode found) {
        String kind = found.isNumber() ? found.toString() : found.getNodeType().toString().toLowerCase(java.util.Locale.ROOT);
        return Problem.badRequest(name, "%s: expected %s, found %s".formatted(name, expected, kind.length() > 40 ? "a number" : kind));
    }
}
