package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.YamlFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Tasks as a YAML file, whose values are texts as they are written ({@link YamlFile}). Paths in it are relative to it. Which keys a task has is its kind's matter ({@link TaskKind#read}).
 *
 * <pre>{@code
 * version: 1
 * tasks:
 *   - name: emojione-category
 *     kind: classification
 *     shards: heldout/emojione/*.tar      # one pattern or a list; or  images: DIR  with one sub-folder per class
 *     key-end: first-dot                  # of shards, optional; or last-dot, for keys that hold dots
 *     label: category                     # field of key.json, or cls for the member key.cls with a class's number
 *     classes: [travel, {label: smileys, name: smileys and emotion}]   # optional; default: the distinct labels, sorted
 *     templates: ["{}", "a {} icon"]      # optional; {} is the class name
 *     metric: mean_per_class_recall       # optional; default acc1
 *   - name: heldout-retrieval
 *     kind: retrieval
 *     shards: [heldout/emojione/*.tar, heldout/skill-icons/*.tar]
 *     caption: first                      # optional: first (default), all, or each: all, equal ones kept apart
 * }</pre>
 *
 * With {@code label: cls}, the number i of a picture means the i-th entry of {@code classes}, counted from 0.
 */
public final class TaskFile {

    /** The version that this program writes and reads. */
    public static final int VERSION = 1;

    private final Path file;
    private final TaskKinds kinds;

    private TaskFile(Path file, TaskKinds kinds) {
        this.file = file;
        this.kinds = kinds;
    }

    /**
     * Reads the tasks of a file, at least one, in its order.
     *
     * @throws BadInputException if the file is not such YAML, is of a newer version, or has an unknown key or an impossible value
     * @throws IOException       if the file cannot be read
     */
    public static List<Task> read(Path yaml) throws IOException {
        return read(yaml, TaskKinds.standard());
    }

    /** Reads a file of tasks of these kinds, as {@link #read(Path)}. */
    public static List<Task> read(Path yaml, TaskKinds kinds) throws IOException {
        return new TaskFile(yaml, kinds).tasks(YamlFile.read(yaml));
    }

    private List<Task> tasks(JsonNode root) throws IOException {
        TaskKeys top = new TaskKeys(file, "top level", root, Set.of("version", "tasks"));
        JsonNode version = top.node("version");
        if (version == null || !version.isString() || !version.asString().matches("[1-9]\\d{0,8}")) {
            throw top.bad("key 'version': %d expected, found %s".formatted(VERSION, version));
        }
        if (Integer.parseInt(version.asString()) > VERSION) {
            throw top.bad("version %s is newer than the %d this program knows; use a newer mode4j".formatted(version.asString(), VERSION));
        }
        JsonNode list = top.node("tasks");
        if (list == null || !list.isArray() || list.isEmpty()) {
            throw top.bad("key 'tasks': a list of at least one task expected");
        }
        List<Task> tasks = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode entry : list) {
            String where = "task %d%s".formatted(tasks.size() + 1, entry.has("name") ? " '" + entry.get("name").asString("?") + "'" : "");
            Task task = task(where, entry);
            if (!names.add(task.name().toLowerCase(Locale.ROOT))) {
                throw top.bad("two tasks are called '%s'".formatted(task.name()));
            }
            tasks.add(task);
        }
        return List.copyOf(tasks);
    }

    private Task task(String where, JsonNode entry) throws IOException {
        try {
            TaskKind kind = kinds.of(entry.path("kind").asString(""));
            return kind.read(new TaskKeys(file, where, entry, kind.keys()));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("%s: %s: %s".formatted(file, where, e.getMessage()));
        }
    }
}
