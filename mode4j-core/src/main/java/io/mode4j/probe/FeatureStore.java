package io.mode4j.probe;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.StageFolder;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.dataset.DataSet;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.image.Images;
import io.mode4j.progress.Progress;
import io.mode4j.task.Classification;
import io.mode4j.task.LabelledPictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Features of data sets by models, made once and found again: {@code features/TASK/SPLIT/MODEL/} has {@code features.npy} float32 {@code [N, E]}, {@code labels.npy} int32
 * {@code [N]} and a manifest. Not thread-safe.
 */
public final class FeatureStore {

    private static final String FEATURES = "features.npy";
    private static final String LABELS = "labels.npy";

    private final FileLayer files;
    private final Progress progress;
    private final ClipEngine engine;
    private final Images images;
    private final Path root;
    private final Map<Path, String> fingerprints = new HashMap<>();

    /** @param root in which {@code features} is */
    public FeatureStore(FileLayer files, Progress progress, ClipEngine engine, Images images, Path root) {
        this.files = files;
        this.progress = progress;
        this.engine = engine;
        this.images = images;
        this.root = root;
    }

    private Path folder(DataSet set, String split, String model) {
        return root.resolve("features").resolve(set.taskName()).resolve(split).resolve(model);
    }

    /**
     * Makes the features of a split that are missing: its pictures are decoded once for all models of one image size.
     *
     * @param models folders by name
     * @throws io.mode4j.artifact.MismatchException if those of that name are there, of other pictures or another model
     * @throws BadInputException                    if the data set is no classification, or no picture can be used
     */
    public void make(DataSet set, String split, SequencedMap<String, Path> models) throws IOException {
        Classification task = task(set, split);
        Map<Integer, SequencedMap<String, StageFolder>> missing = new TreeMap<>();
        List<StageFolder> opened = new ArrayList<>();
        try {
            for (Map.Entry<String, Path> model : models.entrySet()) {
                StageFolder stage = StageFolder.of(files, folder(set, split, model.getKey()),
                        LabelledPictures.recipe(task, engine, fingerprint(model.getValue())));
                opened.add(stage);
                if (stage.begin()) {
                    int size = ClipConfig.read(model.getValue().resolve(ClipCheckpoint.CONFIG)).vision().imageSize();
                    missing.computeIfAbsent(size, _ -> new LinkedHashMap<>()).put(model.getKey(), stage);
                }
            }
            for (Map.Entry<Integer, SequencedMap<String, StageFolder>> ofSize : missing.entrySet()) {
                make(set, split, task, ofSize.getKey(), ofSize.getValue(), models);
            }
        } finally {
            for (StageFolder stage : opened) {
                stage.close();
            }
        }
    }

    /** Read once for all data sets and splits. */
    private String fingerprint(Path model) throws IOException {
        String known = fingerprints.get(model);
        if (known == null) {
            known = LabelledPictures.fingerprint(model);
            fingerprints.put(model, known);
        }
        return known;
    }

    /** The classification of a split. */
    static Classification task(DataSet set, String split) throws BadInputException {
        if (set.task(split) instanceof Classification task) {
            return task;
        }
        throw new BadInputException("data set '%s': a linear probe needs pictures of one class each, found a task of the kind %s"
                .formatted(set.name(), set.task(split).kind().name()));
    }

    private void make(DataSet set, String split, Classification task, int size, SequencedMap<String, StageFolder> stages,
            SequencedMap<String, Path> models) throws IOException {
        Path scratch = root.resolve("scratch").resolve("features-%s-%s-%d.u8".formatted(set.name(), split, size));
        try (Progress.Bar bar = progress.start("features of %s, %s".formatted(set.name(), split), -1, "pictures")) {
            LabelledPictures pictures = LabelledPictures.decode(files, images, task, size, scratch, bar);
            for (Map.Entry<String, StageFolder> stage : stages.entrySet()) {
                bar.note(stage.getKey());
                Path folder = folder(set, split, stage.getKey());
                try (ClipModel model = engine.load(models.getOrDefault(stage.getKey(), folder))) {
                    float[][] features = pictures.features(model, bar);
                    Npy.writeMatrix(files, folder.resolve(FEATURES), Dtype.FLOAT32, features.length, features[0].length,
                            (r, into) -> System.arraycopy(features[(int) r], 0, into, 0, into.length));
                }
                Npy.writeInts(files, folder.resolve(LABELS), pictures.labels());
                stage.getValue().finish(Map.of("pictures", pictures.labels().length, "skipped", pictures.skipped()));
            }
        } finally {
            files.deleteTree(root.resolve("scratch"));
        }
    }

    /** Fingerprint of the features of a split by a model. */
    String fingerprint(DataSet set, String split, String model) throws IOException {
        return Manifest.read(folder(set, split, model)).fingerprint();
    }

    /** Features of a split by several models, side by side: those of one alone, or of all experts. */
    ProbeData read(DataSet set, String split, List<String> models) throws IOException {
        int[] labels = Npy.readInts(folder(set, split, models.getFirst()).resolve(LABELS));
        float[][] rows = new float[labels.length][];
        int dim = 0;
        for (String model : models) {
            Path folder = folder(set, split, model);
            Manifest.read(folder).verify(folder);
            try (NpyMatrix matrix = Npy.openMatrix(folder.resolve(FEATURES))) {
                append(rows, matrix, dim);
                dim += matrix.dim();
            }
        }
        return new ProbeData(rows, labels, set.classes().size());
    }

    private static void append(float[][] rows, NpyMatrix matrix, int from) {
        float[] row = new float[matrix.dim()];
        for (int r = 0; r < rows.length; r++) {
            matrix.row(r, row);
            float[] longer = new float[from + row.length];
            if (from > 0) {
                System.arraycopy(rows[r], 0, longer, 0, from);
            }
            System.arraycopy(row, 0, longer, from, row.length);
            rows[r] = longer;
        }
    }
}
