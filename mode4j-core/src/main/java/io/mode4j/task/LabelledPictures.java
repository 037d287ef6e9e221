package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Recipe;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipModel;
import io.mode4j.image.Images;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The pictures of a classification, decoded once for all models of one image size, and the class of each: what a probe learns from or is asked about. Not thread-safe. */
public final class LabelledPictures {

    private static final String STAGE = "features";
    private static final int VERSION = 1;

    private final DecodedPictures pictures;
    private final TaskRows rows;
    private final Labels labels;

    private LabelledPictures(DecodedPictures pictures, TaskRows rows, Labels labels) {
        this.pictures = pictures;
        this.rows = rows;
        this.labels = labels;
    }

    /**
     * Decodes them into a scratch file, which the caller removes.
     *
     * @param size side of the square that the models see
     * @throws BadInputException if none can be used; the message counts the causes
     */
    public static LabelledPictures decode(FileLayer files, Images images, Classification task, int size, Path scratch, Progress.Bar bar)
            throws IOException {
        TaskRows rows = new TaskRows(task, 0);
        DecodedPictures pictures = DecodedPictures.decode(files, images, task.pictures(), size, List.of(rows), scratch, bar);
        rows.demandSome();
        return new LabelledPictures(pictures, rows, ClassificationQuestion.of(task, rows).truth());
    }

    /**
     * What features of these pictures by a model follow from; texts are no part of it.
     *
     * @param model as {@link #fingerprint} says
     */
    public static Recipe recipe(Classification task, ClipEngine engine, String model) throws IOException {
        Recipe whole = ScoreRecipes.ofPictures(task);
        SortedMap<String, String> configuration = new TreeMap<>(whole.configuration());
        configuration.keySet().removeAll(List.of("templates", "metric", "kind"));
        configuration.put("engine", engine.identity());
        SortedMap<String, String> inputs = new TreeMap<>(whole.inputs());
        inputs.put("model", model);
        return new Recipe(STAGE, VERSION, configuration, inputs);
    }

    /** What identifies a model; reads all of its weights, unless a manifest says it. */
    public static String fingerprint(Path model) throws IOException {
        return ScoreRecipes.fingerprint(model);
    }

    /** The class of each picture {@code [N]}. */
    public int[] labels() {
        return labels.labels();
    }

    /** How many pictures were left out, by cause. */
    public SortedMap<String, Long> skipped() {
        return rows.skipped();
    }

    /** Unit vectors {@code [N, E]} by a model. */
    public float[][] features(ClipModel model, Progress.Bar bar) throws IOException {
        return rows.asked(0).of(ModelScores.features(model, pictures, bar::advance));
    }
}
