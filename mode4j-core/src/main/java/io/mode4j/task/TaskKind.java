package io.mode4j.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A kind of task: how one is read, and what is made of the answers to it. Nothing else in the program knows the kinds apart; a new one is a class, with its {@link Task},
 * and a line in {@link TaskKinds#standard}. Stateless.
 */
public interface TaskKind {

    /** Its name in task files, {@code task.json} and {@code results.json}. */
    String name();

    /** The keys that a task of a task file may have. */
    Set<String> keys();

    /**
     * Reads a task of a task file.
     *
     * @throws io.mode4j.artifact.BadInputException if a value is missing or impossible
     * @throws IllegalArgumentException             if the values do not fit together
     */
    Task read(TaskKeys keys) throws IOException;

    /** All that it measures, in the order of tables. */
    List<Metric> metrics();

    /**
     * Whether each text of a task is also a question of its own, for which the experts are weighed anew. The rows of the scores are then the texts.
     */
    default boolean asksEveryText() {
        return false;
    }

    /** What CLIP_benchmark calls such a task in its result files. */
    default String benchmarkTask() {
        return "zeroshot_classification";
    }

    /** What a task of this kind is made of, in words for people. */
    TaskWords words();

    /**
     * The texts of a task, in the order of its embeddings.
     *
     * @param description {@code task.json}, as {@link Question#description} says it
     */
    List<String> texts(JsonNode description);

    /**
     * The right answers of a task.
     *
     * @param folder with the files that {@link Question#write} wrote
     * @throws IllegalArgumentException if they do not fit together
     */
    Truth truth(Path folder, JsonNode description) throws IOException;

    /** The metric of that name, one of {@link #metrics}. */
    default Metric metric(String wireName) {
        return metrics().stream()
                .filter(metric -> metric.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no metric of a %s is called '%s'; there are %s".formatted(name(), wireName,
                        String.join(", ", metrics().stream().map(Metric::wireName).toList()))));
    }
}
