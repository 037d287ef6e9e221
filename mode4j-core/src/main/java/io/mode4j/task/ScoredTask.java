package io.mode4j.task;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@link ScoreStage} left of a task; {@link TaskFolder} has the layout.
 *
 * @param evaluation  where it is
 * @param name        the task's name
 * @param kind        what it is like
 * @param origin      which data set it is of
 * @param mainMetrics the metrics that sum it up
 * @param texts       class names or distinct captions, in the order of the rows of {@code text_embeddings.npy}
 * @param truth       the right answers
 * @param models      the models that were asked for, sorted
 * @param fingerprint of the logits of these
 */
public record ScoredTask(EvaluationFolder evaluation, String name, TaskKind kind, TaskOrigin origin, List<Metric> mainMetrics,
        List<String> texts, Truth truth,
        List<String> models, String fingerprint) {

    /**
     * Reads a task's folder, and checks all its files but the pictures they came from.
     *
     * @param models whose answers are wanted; those of others stay unread
     * @throws DamagedException if the task is not scored to its end by one of them, or a file has changed since
     * @throws io.mode4j.artifact.BadInputException if an older mode4j scored it
     */
    public static ScoredTask read(EvaluationFolder evaluation, String name, Collection<String> models, TaskKinds kinds) throws IOException {
        TaskFolder.refuseOld(evaluation, name);
        Path folder = evaluation.task(name);
        verified(folder, "a task");
        List<String> sorted = models.stream().sorted().toList();
        List<String> fingerprints = new ArrayList<>();
        for (String model : sorted) {
            fingerprints.add(model);
            fingerprints.add(verified(evaluation.logits(name, model), "the logits of " + model).fingerprint());
        }
        Path file = folder.resolve(TaskFolder.TASK);
        try {
            JsonNode task = JsonMapper.shared().readTree(Files.readString(file));
            if (task.path("format_version").asInt(0) > TaskFolder.FORMAT_VERSION) {
                throw new IllegalArgumentException(
                        "format version %s is newer than %d".formatted(task.path("format_version"), TaskFolder.FORMAT_VERSION));
            }
            TaskKind kind = kinds.of(task.path("kind").asString());
            List<Metric> metrics = task.path("metrics").valueStream().map(metric -> kind.metric(metric.asString())).toList();
            return new ScoredTask(evaluation, name, kind, TaskFolder.origin(task), metrics, kind.texts(task), kind.truth(folder, task),
                    sorted,
                    Fingerprints.ofText(fingerprints.toArray(String[]::new)));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new DamagedException(file, "the description of a task", String.valueOf(e.getMessage()));
        }
    }

    /** The texts that are right for no picture. */
    public List<String> textsWithoutPictures() {
        return truth.textsWithoutPictures().stream().map(texts::get).toList();
    }

    private static Manifest verified(Path folder, String what) throws IOException {
        if (!Files.exists(folder.resolve(Manifest.NAME))) {
            throw new DamagedException(folder, what, "an unfinished evaluation; run evaluate again");
        }
        Manifest manifest = Manifest.read(folder);
        manifest.verify(folder);
        return manifest;
    }

    /** Embeddings of the texts {@code [texts, dim]}, as the routing sees them. */
    public float[][] textEmbeddings() throws IOException {
        return rows(evaluation.task(name).resolve(TaskFolder.TEXT_EMBEDDINGS));
    }

    /**
     * Embeddings of the pictures {@code [pictures, dim]} that are asked about, as the routing sees them.
     *
     * @throws DamagedException if they are not there, or have changed since
     */
    public float[][] pictureEmbeddings() throws IOException {
        Path folder = evaluation.pictureEmbeddings(name);
        Manifest _ = verified(folder, "the embeddings of a task's pictures");
        return rows(folder.resolve(TaskFolder.PICTURE_EMBEDDINGS));
    }

    private static float[][] rows(Path file) throws IOException {
        try (NpyMatrix matrix = Npy.openMatrix(file)) {
            float[][] rows = new float[Math.toIntExact(matrix.rows())][matrix.dim()];
            for (int r = 0; r < rows.length; r++) {
                matrix.row(r, rows[r]);
            }
            return rows;
        }
    }

    /** Logits {@code [images, classes]} or similarities {@code [texts, images]} of a model; the caller closes them. */
    public NpyMatrix open(String model) throws IOException {
        return Npy.openMatrix(evaluation.logits(name, model).resolve(TaskFolder.LOGITS));
    }
}
