package io.mode4j.icons;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * The tasks on the held-out sets, as the text of a task file beside {@code heldout/}: per set its categories (where it has them) and a few hundred of its
 * names, and over all of them the styles and one retrieval. Names that no training picture has are no classes: a model could only guess them. Immutable and thread-safe.
 */
final class HeldOutTasks {
    private static final int MOST_NAMES = 300;
    private static final int LEAST_CLASSES = 2;
    /** A category of fewer pictures would make the mean over classes noisy. */
    private static final int LEAST_PICTURES = 10;
    /** Flags are most of the longest emoji sets and look the same in all of them; a flag set tests them better. */
    private static final String EMOJI_FLAGS = "flags";

    private final long seed;
    private final Predicate<String> learned;

    /** @param learned whether some training picture has a name */
    HeldOutTasks(long seed, Predicate<String> learned) {
        this.seed = seed;
        this.learned = learned;
    }

    /** The YAML, or an empty text when nothing is held out. */
    String yaml(SequencedMap<String, List<IconWords>> heldOut) {
        if (heldOut.isEmpty()) {
            return "";
        }
        var tasks = new ArrayList<Map<String, Object>>();
        heldOut.forEach((set, words) -> categories(set, words, tasks));
        heldOut.forEach((set, words) -> names(set, words, tasks));
        styles(heldOut, tasks);
        tasks.add(retrieval(shards(heldOut)));
        var file = new LinkedHashMap<String, Object>();
        file.put("version", 1);
        file.put("tasks", tasks);
        return YAMLMapper.builder()
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                .disable(YAMLWriteFeature.SPLIT_LINES)
                .build()
                .writeValueAsString(file);
    }

    private static void categories(String set, List<IconWords> words, List<Map<String, Object>> tasks) {
        var counts = new LinkedHashMap<String, Integer>();
        words.forEach(one -> one.category().ifPresent(category -> counts.merge(category, 1, Integer::sum)));
        List<String> classes = counts.keySet()
                .stream()
                .filter(category -> counts.getOrDefault(category, 0) >= LEAST_PICTURES)
                .sorted()
                .toList();
        if (classes.size() >= LEAST_CLASSES) {
            String style = words.getFirst().style();
            tasks.add(classification(set + "-category", shards(set), "category", classes,
                    List.of("{}", "{}, " + style, "an icon of {}, " + style)));
        }
    }

    private void names(String set, List<IconWords> words, List<Map<String, Object>> tasks) {
        String style = words.getFirst().style();
        List<String> classes = words.stream()
                .filter(one -> !(style.equals(Wording.EMOJI) && one.category().filter(EMOJI_FLAGS::equals).isPresent()))
                .map(IconWords::name)
                .filter(learned)
                .sorted(Comparator.comparing(name -> IconSelection.rank(seed, name)))
                .limit(MOST_NAMES)
                .sorted()
                .toList();
        if (classes.size() >= LEAST_CLASSES) {
            tasks.add(classification(set + "-name", shards(set), "name", classes, List.of("{}", "{}, " + style, "an icon of {}")));
        }
    }

    private static void styles(SequencedMap<String, List<IconWords>> heldOut, List<Map<String, Object>> tasks) {
        List<String> styles = heldOut.values().stream().map(words -> words.getFirst().style()).distinct().sorted().toList();
        if (styles.size() >= LEAST_CLASSES) {
            tasks.add(classification("heldout-style", shards(heldOut), "style", styles, List.of("{}", "an icon of {}", "a {}")));
        }
    }

    private static Map<String, Object> classification(String name, Object shards, String label, List<String> classes,
            List<String> templates) {
        var task = new LinkedHashMap<String, Object>();
        task.put("name", name);
        task.put("kind", "classification");
        task.put("shards", shards);
        task.put("label", label);
        task.put("classes", classes);
        task.put("templates", templates);
        task.put("metric", "mean_per_class_recall");
        return task;
    }

    private static Map<String, Object> retrieval(List<String> shards) {
        var task = new LinkedHashMap<String, Object>();
        task.put("name", "heldout-retrieval");
        task.put("kind", "retrieval");
        task.put("shards", shards);
        task.put("caption", "first");
        return task;
    }

    private static List<String> shards(SequencedMap<String, ?> sets) {
        return sets.sequencedKeySet().stream().map(HeldOutTasks::shards).toList();
    }

    private static String shards(String set) {
        return "heldout/" + set + "/*.tar";
    }
}
