package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a task's folder says of the task itself. Layout of {@code evaluation/tasks/NAME/}; T texts (classes, or distinct captions), N pictures:
 *
 * <pre>
 * task.json            format_version, name, kind, of data sets data_set, language and average, what the kind says of it (classes [{label, name,
 *                      synonyms}] and templates, or texts), metrics, pictures, skipped {cause: count}
 * pictures.json        the key of every picture, source by source
 * labels.npy           int32: [N] the class of each picture; retrieval: [P] the text of each right pair; multilabel, float32: [N, K] 1 or 0 for each class
 * groups.npy           int32, of classifications with groups: [N] the group of each picture
 * images.npy           int32, retrieval only: [P] the picture of each right pair
 * text_embeddings.npy  float32 [T, dim]: the texts as the routing sees them; of classes the mean over templates, normalised again;
 *                      none where there are no experts to weigh
 * manifest.json        recipe and checksums of these
 * picture_embeddings/  where the experts are weighed by pictures, with a manifest of its own:
 *   embeddings.npy     float32 [N, dim]: the pictures as the routing sees them
 * logits/MODEL/        a folder a model, with a manifest of its own:
 *   logits.npy         float32: [N, T] exp(logit scale) x cosine; retrieval: [T, N] cosine
 * </pre>
 */
final class TaskFolder {

    static final int FORMAT_VERSION = 1;
    static final String TASK = "task.json";
    static final String KEYS = "pictures.json";
    static final String TEXT_EMBEDDINGS = "text_embeddings.npy";
    static final String LOGITS = "logits.npy";
    static final String PICTURE_EMBEDDINGS = "embeddings.npy";

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private TaskFolder() {}

    /**
     * Refuses what older versions made: the logits of all models in one folder, with one manifest.
     *
     * @throws BadInputException if that is what lies there
     */
    static void refuseOld(EvaluationFolder evaluation, String task) throws IOException {
        if (evaluation.isOfOlderVersion(task)) {
            throw new BadInputException(
                    "%s: expected a folder for every model, found the files of an older mode4j, which kept one list of all models; option redo evaluate makes them again"
                            .formatted(evaluation.logits(task)));
        }
    }

    /** Writes what a task asks. */
    static void write(FileLayer files, Path folder, Task task, List<TaskRows> rows, Question question,
            Optional<TextFeatures.Encoder> sentences) throws IOException {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format_version", FORMAT_VERSION);
        description.put("name", task.name());
        description.put("kind", task.kind().name());
        description.putAll(origin(task));
        description.putAll(question.description());
        description.put("metrics", task.mainMetrics().stream().map(Metric::wireName).toList());
        description.putAll(summary(rows));
        question.write(files, folder);
        if (sentences.isPresent()) {
            float[][] texts = question.texts(sentences.get());
            Npy.writeMatrix(files, folder.resolve(TEXT_EMBEDDINGS), Dtype.FLOAT32, texts.length, texts[0].length,
                    (r, into) -> System.arraycopy(texts[(int) r], 0, into, 0, into.length));
        }
        json(files, folder.resolve(KEYS), keys(rows));
        json(files, folder.resolve(TASK), description);
    }

    /** What a data set's task says of where it comes from; others say nothing. */
    private static Map<String, Object> origin(Task task) {
        Map<String, Object> said = new LinkedHashMap<>();
        if (!task.origin().equals(TaskOrigin.of(task.name()))) {
            said.put("data_set", task.origin().dataSet());
            said.put("language", task.origin().language());
            said.put("average", task.origin().average());
        }
        return said;
    }

    /** Where a task comes from, by its description. */
    static TaskOrigin origin(JsonNode description) {
        String name = description.path("name").asString();
        return description.has("data_set")
                ? new TaskOrigin(description.path("data_set").asString(), description.path("language").asString(),
                        description.path("average").asString())
                : TaskOrigin.of(name);
    }

    /** What description and manifest say of the pictures. */
    static Map<String, Object> summary(List<TaskRows> rows) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("pictures", TaskRows.size(rows));
        summary.put("skipped", TaskRows.skipped(rows));
        List<String> undecodable = TaskRows.undecodable(rows);
        if (!undecodable.isEmpty()) {
            summary.put("undecodable", undecodable);
        }
        return summary;
    }

    /** Scores stand for the pictures that the folder names: those that are there now must be the same. */
    static void checkPictures(Path folder, List<TaskRows> rows) throws IOException {
        Path file = folder.resolve(KEYS);
        List<String> named = JSON.readValue(Files.readString(file), new TypeReference<>() {});
        if (!named.equals(keys(rows))) {
            throw new DamagedException(file, "the %d pictures of the task's sources".formatted(TaskRows.size(rows)),
                    "%d pictures, not the same or in another order".formatted(named.size()));
        }
    }

    private static List<String> keys(List<TaskRows> rows) {
        return rows.stream().flatMap(source -> source.keys().stream()).toList();
    }

    private static void json(FileLayer files, Path target, Object value) throws IOException {
        files.text(target, JSON.writeValueAsString(value));
    }
}
