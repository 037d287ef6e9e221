package io.mode4j.task;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.Manifest;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@link ScoreStage} left of a task; {@link TaskFolder} has the layout.
 *
 * @param folder      the task's folder
 * @param name        the task's name
 * @param mainMetrics the metrics that sum it up
 * @param texts       class names or distinct captions, in the order of the rows of {@code text_embeddings.npy}
 * @param truth       the right answers
 * @param models      which models have logits, sorted
 * @param fingerprint of the logits
 */
public record ScoredTask(Path folder, String name, List<Metric> mainMetrics, List<String> texts, Truth truth, List<String> models,
        String fingerprint) {

    private static final String NPY = ".npy";

    /**
     * Reads a task's folder and checks all its files but the pictures they came from.
     *
     * @throws DamagedException if the task is not scored to its end, or a file has changed since
     */
    public static ScoredTask read(Path folder) throws IOException {
        Path logits = folder.resolve(TaskFolder.LOGITS);
        if (!Files.exists(logits.resolve(Manifest.NAME))) {
            throw new DamagedException(logits, "the logits of every model", "an unfinished evaluation; run evaluate again");
        }
        Manifest manifest = Manifest.read(logits);
        manifest.verify(logits);
        Map<String, String> found = new TreeMap<>(TaskFolder.checksums(folder));
        if (!found.equals(manifest.summary().get("task_files"))) {
            throw new DamagedException(folder, "files with checksums " + manifest.summary().get("task_files"), found.toString());
        }
        List<String> models = manifest.files()
                .keySet()
                .stream()
                .filter(name -> name.endsWith(NPY))
                .map(name -> name.substring(0, name.length() - NPY.length()))
                .toList();
        Path file = folder.resolve(TaskFolder.TASK);
        try {
            return of(folder, JsonMapper.shared().readTree(Files.readString(file)), models, manifest.fingerprint());
        } catch (JacksonException | IllegalArgumentException e) {
            throw new DamagedException(file, "the description of a task", String.valueOf(e.getMessage()));
        }
    }

    private static ScoredTask of(Path folder, JsonNode task, List<String> models, String fingerprint) throws IOException {
        if (task.path("format_version").asInt(0) > TaskFolder.FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "format version %s is newer than %d".formatted(task.path("format_version"), TaskFolder.FORMAT_VERSION));
        }
        List<Metric> metrics = new ArrayList<>();
        task.path("metrics").forEach(metric -> metrics.add(Metric.of(metric.asString())));
        int[] labels = Npy.readInts(folder.resolve(TaskFolder.LABELS));
        List<String> texts = new ArrayList<>();
        Truth truth;
        if (task.path("kind").asString().equals("classification")) {
            task.path("classes").forEach(one -> texts.add(one.path("name").asString()));
            truth = new Labels(texts.size(), labels);
        } else {
            task.path("texts").forEach(text -> texts.add(text.asString()));
            truth = new Pairs(labels, Npy.readInts(folder.resolve(TaskFolder.IMAGES)));
        }
        return new ScoredTask(folder, task.path("name").asString(), List.copyOf(metrics), List.copyOf(texts), truth, models, fingerprint);
    }

    /** Embeddings of the texts {@code [texts, dim]}, as the routing sees them. */
    public float[][] textEmbeddings() throws IOException {
        try (NpyMatrix matrix = Npy.openMatrix(folder.resolve(TaskFolder.TEXT_EMBEDDINGS))) {
            float[][] rows = new float[Math.toIntExact(matrix.rows())][matrix.dim()];
            for (int r = 0; r < rows.length; r++) {
                matrix.row(r, rows[r]);
            }
            return rows;
        }
    }

    /** Logits {@code [images, classes]} or similarities {@code [texts, images]} of a model; the caller closes them. */
    public NpyMatrix open(String model) throws IOException {
        return Npy.openMatrix(folder.resolve(TaskFolder.LOGITS).resolve(model + NPY));
    }
}
