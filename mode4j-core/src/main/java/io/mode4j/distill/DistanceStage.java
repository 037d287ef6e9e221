package io.mode4j.distill;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.ensemble.Experts;
import io.mode4j.ensemble.TextDistances;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.linalg.Vectors;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Squared distances of all captions of a run to an expert's nearest fine centre, as rules weigh experts by them. Holds the embeddings of a shard. */
record DistanceStage(FileLayer files, Progress progress) {
    private static final String STAGE = "distances";
    private static final int VERSION = 1;

    /** Writes {@link Teacher#distances}, or finds them done. */
    Manifest run(RunDirectory run, Teacher teacher) throws IOException {
        Manifest embedded = Manifest.read(run.embeddings());
        Recipe recipe = new Recipe(STAGE, VERSION, new TreeMap<>(),
                new TreeMap<>(Map.of("embeddings", embedded.fingerprint(), "expert", Manifest.read(teacher.model()).fingerprint())));
        try (StageFolder stage = StageFolder.of(files, teacher.distances(), recipe)) {
            if (!stage.begin()) {
                return Manifest.read(teacher.distances());
            }
            embedded.verify(run.embeddings());
            measure(SampleIndex.open(run.index()), Store.of(run.embeddings()), teacher);
            return stage.finish(Map.of());
        }
    }

    private void measure(SampleIndex index, Store embeddings, Teacher teacher) throws IOException {
        Store folder = Store.of(files, teacher.distances());
        Experts alone = new Experts(new LinkedHashMap<>(Map.of(teacher.name(), teacher.clusters())));
        try (Progress.Bar bar = progress.start(STAGE, index.rows(), "captions")) {
            for (int shard = 0; shard < index.shards(); shard++) {
                String file = index.name(shard) + ".npy";
                if (index.rows(shard) > 0 && !folder.has(file)) {
                    double[][] squared = TextDistances.of(captions(embeddings, file, teacher.clusters()), alone).squared();
                    folder.write(file,
                            Npy.array(Dtype.FLOAT32, (row, into) -> into[0] = (float) squared[(int) row][0], squared.length, 1));
                }
                bar.advance(index.rows(shard));
            }
        }
    }

    /** {@return the embeddings of a shard's captions, of length one: where pictures are embedded too, the first numbers} */
    private static float[][] captions(Store embeddings, String file, ExpertClusters clusters) throws IOException {
        int dim = clusters.fine().dim();
        try (NpyMatrix matrix = Npy.openMatrix(embeddings.local(file))) {
            float[][] captions = new float[(int) matrix.rows()][dim];
            float[] row = new float[matrix.dim()];
            for (int r = 0; r < captions.length; r++) {
                matrix.row(r, row);
                System.arraycopy(row, 0, captions[r], 0, dim);
                Vectors.normalize(captions[r], 0, dim);
            }
            return captions;
        }
    }
}
