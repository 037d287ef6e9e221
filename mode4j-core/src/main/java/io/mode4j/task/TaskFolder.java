package io.mode4j.task;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what a task's folder says of the task itself. Layout of {@code evaluation/tasks/NAME/}; T texts (classes, or distinct captions), N pictures:
 *
 * <pre>
 * task.json            format_version, name, kind, metrics, classes [{label, name}] and templates, or texts; pictures, skipped {cause: count}
 * pictures.json        the key of every picture
 * labels.npy           int32: [N] the class of each picture; retrieval: [P] the text of each right pair
 * images.npy           int32, retrieval only: [P] the picture of each right pair
 * text_embeddings.npy  float32 [T, dim]: the texts as the routing sees them; of classes the mean over templates, normalised again
 * logits/MODEL.npy     float32: [N, T] exp(logit scale) x cosine; retrieval: [T, N] cosine
 * logits/manifest.json recipe and checksums, also of the files above, in its summary
 * weights.json         from {@code io.mode4j.ensemble.EnsembleStage}
 * </pre>
 */
final class TaskFolder {

    static final int FORMAT_VERSION = 1;
    static final String TASK = "task.json";
    static final String KEYS = "pictures.json";
    static final String LABELS = "labels.npy";
    static final String IMAGES = "images.npy";
    static final String TEXT_EMBEDDINGS = "text_embeddings.npy";
    static final String LOGITS = "logits";

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private TaskFolder() {}

    /** Writes all but the logits. */
    static void write(FileLayer files, Path folder, TaskRows rows, TextFeatures.Encoder sentences) throws IOException {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format_version", FORMAT_VERSION);
        description.put("name", rows.task().name());
        float[][] texts;
        switch (rows.task()) {
            case Classification task -> {
                List<ClassName> classes = rows.classes(task);
                description.put("kind", "classification");
                description.put("classes",
                        classes.stream().map(one -> Map.of("label", one.label(), "name", one.words())).map(TreeMap::new).toList());
                description.put("templates", task.templates());
                Npy.writeInts(files, folder.resolve(LABELS), rows.labels(classes));
                texts = TextFeatures.ofClasses(task, classes, sentences);
            }
            case Retrieval _ -> {
                List<String> captions = rows.texts();
                Pairs pairs = rows.pairs(captions);
                description.put("kind", "retrieval");
                description.put("texts", captions);
                Npy.writeInts(files, folder.resolve(LABELS), pairs.texts());
                Npy.writeInts(files, folder.resolve(IMAGES), pairs.images());
                texts = TextFeatures.ofTexts(captions, sentences);
            }
        }
        description.put("metrics", rows.task().mainMetrics().stream().map(Metric::wireName).toList());
        description.put("pictures", rows.size());
        description.put("skipped", rows.skipped());
        Npy.writeMatrix(files, folder.resolve(TEXT_EMBEDDINGS), Dtype.FLOAT32, texts.length, texts[0].length,
                (r, into) -> System.arraycopy(texts[(int) r], 0, into, 0, into.length));
        json(files, folder.resolve(KEYS), rows.keys());
        json(files, folder.resolve(TASK), description);
    }

    /** Checksums of the files beside the logits. */
    static SortedMap<String, String> checksums(Path folder) throws IOException {
        SortedMap<String, String> checksums = new TreeMap<>();
        List<String> names = new ArrayList<>(List.of(TASK, KEYS, LABELS, TEXT_EMBEDDINGS));
        if (Files.exists(folder.resolve(IMAGES))) {
            names.add(IMAGES);
        }
        for (String name : names) {
            checksums.put(name, Fingerprints.ofFile(folder.resolve(name)));
        }
        return checksums;
    }

    private static void json(FileLayer files, Path target, Object value) throws IOException {
        files.write(target, out -> out.write(JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8)));
    }
}
