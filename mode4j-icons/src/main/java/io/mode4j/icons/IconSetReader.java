package io.mode4j.icons;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one icon set's JSON as a stream, since some sets are 100 MB: once for the set's description and the names of its visible icons, once for the
 * drawings, one at a time. Aliases and hidden icons are skipped. Thread-safe.
 */
final class IconSetReader {
    /** Receives the drawings of a set in file order. */
    interface IconSink {
        void accept(Icon icon) throws IOException;
    }

    private interface FieldReader {
        void read(String field, JsonParser parser) throws IOException;
    }

    // Values are read out of the middle of a stream.
    private static final JsonMapper JSON = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    /** Iconify's default where neither the icon nor the set gives a size. */
    private static final double DEFAULT_SIZE = 16;

    private final Iconify iconify;

    IconSetReader(Iconify iconify) {
        this.iconify = iconify;
    }

    /** The description of a set. */
    IconSet describe(String prefix) throws IOException {
        Map<String, JsonNode> fields = new HashMap<>();
        SequencedSet<String> icons = new LinkedHashSet<>();
        overFields(prefix, (field, parser) -> {
            switch (field) {
                case "icons" -> overObject(parser, (name, value) -> {
                    if (visible(value)) {
                        icons.add(name);
                    }
                });
                case "info", "width", "height", "suffixes", "categories" -> fields.put(field, JSON.readTree(parser));
                default -> parser.skipChildren();
            }
        });
        JsonNode none = JSON.missingNode();
        JsonNode info = fields.getOrDefault("info", none);
        JsonNode license = info.path("license");
        var suffixes = new ArrayList<String>();
        fields.getOrDefault("suffixes", none).propertyNames().stream().filter(suffix -> !suffix.isEmpty()).forEach(suffixes::add);
        return new IconSet(prefix, info.path("name").asString(prefix), info.path("author").path("name").asString(""),
                info.path("author").path("url").asString(""), license.path("title").asString(""), license.path("spdx").asString(""),
                info.path("category").asString(""), info.path("palette").asBoolean(false),
                fields.getOrDefault("width", none).asDouble(DEFAULT_SIZE),
                fields.getOrDefault("height", none).asDouble(DEFAULT_SIZE), List.copyOf(suffixes),
                categories(fields.getOrDefault("categories", none)), icons);
    }

    /** The drawings named in {@code wanted}, in file order. */
    void read(IconSet set, SequencedSet<String> wanted, IconSink sink) throws IOException {
        overFields(set.prefix(), (field, parser) -> {
            if (!field.equals("icons")) {
                parser.skipChildren();
                return;
            }
            overObject(parser, (name, value) -> {
                if (wanted.contains(name)) {
                    sink.accept(icon(set, name, JSON.readTree(value)));
                } else {
                    value.skipChildren();
                }
            });
        });
    }

    private static Icon icon(IconSet set, String name, JsonNode node) {
        return new Icon(name, node.path("body").asString(""), node.path("left").asDouble(0), node.path("top").asDouble(0),
                node.path("width").asDouble(set.width()), node.path("height").asDouble(set.height()));
    }

    private static Map<String, String> categories(JsonNode node) {
        Map<String, String> byIcon = new HashMap<>();
        node.properties().forEach(category -> category.getValue().forEach(icon -> byIcon.putIfAbsent(icon.asString(), category.getKey())));
        return byIcon;
    }

    /** Consumes an icon's object without keeping its body. */
    private static boolean visible(JsonParser parser) {
        boolean hidden = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            boolean flag = parser.currentName().equals("hidden");
            parser.nextToken();
            hidden |= flag && parser.currentToken() == JsonToken.VALUE_TRUE;
            parser.skipChildren();
        }
        return !hidden;
    }

    private void overFields(String prefix, FieldReader reader) throws IOException {
        try (var in = iconify.open(prefix); JsonParser parser = JSON.createParser(in)) {
            parser.nextToken();
            overObject(parser, reader);
        } catch (JacksonException e) {
            throw new BadInputException(
                    "The icon set '" + prefix + "' in iconify__json " + iconify.version() + " is not valid JSON: " + e.getOriginalMessage()
                            + ". Fetch the jar again.");
        }
    }

    private static void overObject(JsonParser parser, FieldReader reader) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            reader.read(field, parser);
        }
    }
}
