package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Tasks as a YAML file. Paths in it are relative to it.
 *
 * <pre>{@code
 * version: 1
 * tasks:
 *   - name: emojione-category
 *     kind: classification
 *     shards: heldout/emojione/*.tar      # one pattern or a list; or  images: DIR  with one sub-folder per class
 *     label: category                     # field of key.json, or cls for the member key.cls with a class's number
 *     classes: [travel, {label: smileys, name: smileys and emotion}]   # optional; default: the distinct labels, sorted
 *     templates: ["{}", "a {} icon"]      # optional; {} is the class name
 *     metric: mean_per_class_recall       # optional; default acc1
 *   - name: heldout-retrieval
 *     kind: retrieval
 *     shards: [heldout/emojione/*.tar, heldout/skill-icons/*.tar]
 *     caption: first                      # optional: first (default) or all
 * }</pre>
 *
 * With {@code label: cls}, the number i of a picture means the i-th entry of {@code classes}, counted from 0.
 */
public final class TaskFile {

    /** The version that this program writes and reads. */
    public static final int VERSION = 1;

    private static final YAMLMapper YAML = YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Path file;

    private TaskFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the tasks of a file, at least one, in its order.
     *
     * @throws BadInputException if the file is not such YAML, is of a newer version, or has an unknown key or an impossible value
     * @throws IOException       if the file cannot be read
     */
    public static List<Task> read(Path yaml) throws IOException {
        JsonNode root;
        try {
            root = YAML.readTree(Files.readString(yaml));
        } catch (JacksonException e) {
            throw new BadInputException("%s: not readable as YAML: %s".formatted(yaml, e.getMessage()));
        }
        return new TaskFile(yaml).tasks(root);
    }

    private List<Task> tasks(JsonNode root) throws BadInputException {
        TaskKeys top = new TaskKeys(file, "top level", root, Set.of("version", "tasks"));
        JsonNode version = top.node("version");
        if (version == null || !version.isInt() || version.asInt() < 1) {
            throw top.bad("key 'version': %d expected, found %s".formatted(VERSION, version));
        }
        if (version.asInt() > VERSION) {
            throw top.bad("version %d is newer than the %d this program knows; use a newer mode4j".formatted(version.asInt(), VERSION));
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

    private Task task(String where, JsonNode entry) throws BadInputException {
        String kind = entry.path("kind").asString("");
        try {
            return switch (kind) {
                case "classification" -> classification(new TaskKeys(file, where, entry,
                        Set.of("name", "kind", "shards", "images", "label", "classes", "templates", "metric")));
                case "retrieval" -> retrieval(new TaskKeys(file, where, entry, Set.of("name", "kind", "shards", "caption")));
                default ->
                    throw new IllegalArgumentException("key 'kind': classification or retrieval expected, found '%s'".formatted(kind));
            };
        } catch (IllegalArgumentException e) {
            throw new BadInputException("%s: %s: %s".formatted(file, where, e.getMessage()));
        }
    }

    private Classification classification(TaskKeys keys) throws BadInputException {
        boolean folder = keys.has("images");
        if (folder == keys.has("shards")) {
            throw keys.bad("exactly one of the keys 'shards' and 'images' expected");
        }
        if (folder == keys.has("label")) {
            throw keys.bad(folder ? "key 'label': the sub-folders' names are the labels" : "key 'label' is missing");
        }
        PictureSource pictures = folder ? new PictureSource.Folder(against(keys.text("images"))) : shards(keys);
        List<String> templates = keys.has("templates") ? keys.texts("templates") : List.of("{}");
        List<ClassName> classes = classes(keys);
        String label = folder ? "" : keys.text("label");
        if (label.equals(Classification.CLS)) {
            if (classes.isEmpty()) {
                throw keys.bad("key 'classes' is missing; with label: cls it names the classes in the order of their numbers");
            }
            classes = numbered(classes);
        }
        return new Classification(keys.text("name"), pictures, label, classes, templates,
                Metric.of(keys.text("metric", Metric.ACC1.wireName())));
    }

    private static List<ClassName> classes(TaskKeys keys) throws BadInputException {
        JsonNode list = keys.node("classes");
        if (list == null) {
            return List.of();
        }
        if (!list.isArray() || list.isEmpty()) {
            throw keys.bad("key 'classes': a list of at least one class expected, found %s".formatted(list));
        }
        List<ClassName> classes = new ArrayList<>();
        for (JsonNode entry : list) {
            if (entry.isObject()) {
                TaskKeys one = new TaskKeys(keys.file(), keys.where() + ", class " + (classes.size() + 1), entry, Set.of("label", "name"));
                classes.add(new ClassName(one.text("label", one.text("name")), one.text("name")));
            } else {
                String words = keys.scalar("classes", entry);
                classes.add(new ClassName(words, words));
            }
        }
        return classes;
    }

    private static List<ClassName> numbered(List<ClassName> classes) {
        List<ClassName> numbered = new ArrayList<>();
        for (ClassName one : classes) {
            numbered.add(new ClassName(Integer.toString(numbered.size()), one.words()));
        }
        return numbered;
    }

    private Retrieval retrieval(TaskKeys keys) throws BadInputException {
        Retrieval.Captions captions = switch (keys.text("caption", "first")) {
            case "first" -> Retrieval.Captions.FIRST;
            case "all" -> Retrieval.Captions.ALL;
            default -> throw keys.bad("key 'caption': first or all expected, found '%s'".formatted(keys.text("caption")));
        };
        return new Retrieval(keys.text("name"), shards(keys), captions);
    }

    private PictureSource.Shards shards(TaskKeys keys) throws BadInputException {
        List<String> patterns = new ArrayList<>();
        for (String pattern : keys.texts("shards")) {
            patterns.add(against(pattern).toString());
        }
        return new PictureSource.Shards(patterns);
    }

    /** A path or pattern of the file, relative ones against the file's folder. */
    private Path against(String path) {
        return file.toAbsolutePath().resolveSibling(path).normalize();
    }
}
