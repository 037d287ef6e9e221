package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.LocalPaths;
import io.mode4j.shard.KeyEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One mapping of a task file, read key by key; every complaint names the file, the task and the key. */
public final class TaskKeys {
    /** Where keys end, in the shards of {@link #shards}. */
    static final String KEY_END = "key-end";

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

    /** A complaint, to be thrown. */
    public BadInputException bad(String message) {
        return new BadInputException("%s: %s: %s".formatted(file, where, message));
    }

    /** A mapping inside this one, whose keys must be among {@code known}. */
    public TaskKeys inside(String what, JsonNode inner, Set<String> known) throws BadInputException {
        return new TaskKeys(file, where + ", " + what, inner, known);
    }

    /** Whether the key is there. */
    public boolean has(String key) {
        return node.has(key);
    }

    /** The value as it is; null when the key is not there. */
    public @Nullable JsonNode node(String key) {
        return node.get(key);
    }

    /** The text of a key. */
    public String text(String key) throws BadInputException {
        JsonNode value = node.get(key);
        if (value == null) {
            throw bad("key '%s' is missing".formatted(key));
        }
        return scalar(key, value);
    }

    /** The text of a key; {@code otherwise} when it is not there. */
    public String text(String key, String otherwise) throws BadInputException {
        return node.has(key) ? text(key) : otherwise;
    }

    /** A list of texts; one text stands for a list of one. */
    public List<String> texts(String key) throws BadInputException {
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

    /** A path; a relative one is meant from the file's folder. */
    public Path path(String key) throws IOException {
        return against(text(key));
    }

    /** Shards, by one pattern or a list; the key {@code key-end} says where the keys of their samples end. */
    public PictureSource.Shards shards(String key) throws IOException {
        List<String> patterns = new ArrayList<>();
        for (String pattern : texts(key)) {
            patterns.add(against(pattern).toString());
        }
        return new PictureSource.Shards(patterns, keyEnd());
    }

    private KeyEnd keyEnd() throws BadInputException {
        String found = text(KEY_END, KeyEnd.FIRST_DOT.toString());
        for (KeyEnd keyEnd : KeyEnd.values()) {
            if (keyEnd.toString().equals(found)) {
                return keyEnd;
            }
        }
        throw bad("key '%s': first-dot or last-dot expected, found '%s'".formatted(KEY_END, found));
    }

    private Path against(String path) throws IOException {
        return LocalPaths.absolute(file.toAbsolutePath().resolveSibling(path));
    }

    /** The text of a value that is part of the key's. */
    public String scalar(String key, JsonNode value) throws BadInputException {
        if (!value.isString()) {
            throw bad("key '%s': text expected, found %s%s".formatted(key, value,
                    value.isValueNode() ? "; if that is a text, quote it" : ""));
        }
        return value.asString();
    }
}
