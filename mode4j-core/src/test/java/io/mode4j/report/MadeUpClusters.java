package io.mode4j.report;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Embeddings, clusters and assignments of a {@link MadeUpRun}: a fine centre a subject, and pairs around it. */
final class MadeUpClusters {

    static final int FINE = 16;
    static final int DIM = 6;

    private final FileLayer files;
    private final Path run;
    private final Random random = new Random(5);
    private final float[] fine = new float[FINE * DIM];
    private final float[] coarse = new float[4 * DIM];

    MadeUpClusters(FileLayer files, Path run) {
        this.files = files;
        this.run = run;
    }

    void write() throws IOException {
        centers();
        SampleIndex index = SampleIndex.open(run.resolve("index"));
        StageFolder embeddings = MadeUpRun.begin(files, "embed", run.resolve("embeddings"));
        StageFolder assignments = MadeUpRun.begin(files, "assign", run.resolve("assignments"));
        for (int shard = 0; shard < index.shards(); shard++) {
            pairs(index.name(shard), index.read(shard));
        }
        embeddings.finish(Map.of());
        assignments.finish(Map.of());
    }

    private void centers() throws IOException {
        int[] fineToCoarse = new int[FINE];
        for (int s = 0; s < FINE; s++) {
            fineToCoarse[s] = s / 4;
            for (int d = 0; d < DIM; d++) {
                fine[s * DIM + d] = (float) (d == s / 4 ? 4 + random.nextGaussian() : random.nextGaussian());
                coarse[s / 4 * DIM + d] += fine[s * DIM + d] / 4;
            }
        }
        StageFolder folder = StageFolder.of(files, run.resolve("clusters"),
                new Recipe("cluster", 1, new TreeMap<>(Map.of("kind", "TWO_STEP")), new TreeMap<>()));
        folder.begin();
        new Clusters(new Centers(FINE, DIM, fine), new long[FINE], new float[FINE], new Centers(4, DIM, coarse), fineToCoarse,
                Distance.EUCLIDEAN).write(Store.of(files, run.resolve("clusters")), Map.of());
        folder.finish(Map.of("sample", 700, "duplicates", Map.of("distinct", 480, "largest", 220, "counted_as", 32, "points", 512), "fine",
                Map.of("clusters", FINE, "smallest", 32, "largest", 32, "inertia", 301.25, "iterations", 9, "duality_gap", 0.0003),
                "coarse",
                Map.of("clusters", 4, "smallest", 4, "largest", 4, "inertia", 12.5, "iterations", 3, "duality_gap", 0.0)));
    }

    private void pairs(String shard, List<Sample> samples) throws IOException {
        int[] owners = new int[samples.size()];
        float[] distances = new float[owners.length];
        float[] rows = new float[owners.length * DIM];
        for (int row = 0; row < owners.length; row++) {
            String caption = samples.get(row).captions().getFirst();
            for (int s = 0; s < FINE; s++) {
                owners[row] = caption.startsWith(MadeUpRun.SUBJECTS.get(s / 4).get(s % 4)) ? s : owners[row];
            }
            double squared = 0;
            for (int d = 0; d < DIM; d++) {
                double away = 0.3 * random.nextGaussian();
                rows[row * DIM + d] = (float) (fine[owners[row] * DIM + d] + away);
                squared += away * away;
            }
            distances[row] = (float) Math.sqrt(squared);
        }
        Npy.writeMatrix(files, run.resolve("embeddings").resolve(shard + ".npy"), Dtype.FLOAT32, owners.length, DIM,
                (row, into) -> System.arraycopy(rows, (int) row * DIM, into, 0, DIM));
        Npy.writeInts(files, run.resolve("assignments").resolve(shard + ".npy"), owners);
        Npy.writeFloats(files, run.resolve("assignments").resolve(shard + ".distances.npy"), distances);
    }
}
