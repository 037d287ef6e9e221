package io.mode4j.cluster;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.PointsSource;
import io.mode4j.cluster.points.UnfitPointsException;
import io.mode4j.format.NpyMatrix;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.ShardRows;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One more coarse cluster: balanced fine centres of pairs that no known centre is near, beside the known centres, which stay as they are and keep their numbers. So what was assigned to these stays assigned,
 * and experts keep their centres. Memory: the embeddings that are fitted, at most {@value #MOST} and what an array holds. Not safe for use by several threads.
 */
public final class ExtendStage {
    private static final int VERSION = 1;
    private static final int MOST = 1 << 20;
    /** Numbers in an array. */
    private static final int LONGEST = Integer.MAX_VALUE - 8;
    /** So many pairs a centre at least, as of the centres of a whole run. */
    private static final int PAIRS_A_CENTER = 48;

    private final FileLayer files;
    private final Progress progress;
    private final ClusterOptions options;

    /** @param options how centres are fitted; how many there are follows from the data */
    public ExtendStage(FileLayer files, Progress progress, ClusterOptions options) {
        this.files = files;
        this.progress = progress;
        this.options = options;
    }

    /**
     * Fits, or finds it done.
     *
     * @param known      folder of the known centres
     * @param pairs      how many pairs these have
     * @param embeddings folder of the embeddings of pairs that arrived
     * @param rows       which of these are to be fitted, file by file in the order of names
     * @param folder     receives all centres, as {@link ClusterStage} writes them
     * @throws BadInputException if they are too few, or nearly all the same
     */
    public Manifest run(Path known, long pairs, Path embeddings, ShardRows rows, Path folder) throws IOException {
        EmbeddingFiles source = EmbeddingFiles.of(embeddings);
        Store target = Store.of(files, folder);
        Recipe recipe = new Recipe("extend", VERSION, options.configuration(), new TreeMap<>(
                Map.of("clusters", Manifest.read(known).fingerprint(), "embeddings", source.fingerprint(new Workers(options.threads())))));
        try (StageFolder stage = StageFolder.of(target, recipe)) {
            return stage.begin() ? stage.finish(extend(known, pairs, source, rows, target)) : Manifest.read(folder);
        }
    }

    private Map<String, Object> extend(Path known, long pairs, EmbeddingFiles source, ShardRows rows, Store folder) throws IOException {
        Clusters old = Clusters.read(known);
        Points points = points(source, rows);
        int centers = Math.clamp(Math.round((double) points.size() * old.fine().count() / pairs), 1,
                Math.max(1, points.size() / PAIRS_A_CENTER));
        HierarchyFit fit = new HierarchyFit(options.withFine(centers).withCoarse(1).withSample(1).withPasses(0), progress,
                new Workers(options.threads()));
        try {
            Clusters added = fit.fit(points, points.size(), PointsSource.of(points));
            both(old, added).write(folder, Map.of());
        } catch (UnfitPointsException e) {
            throw new BadInputException(
                    "the %d pairs that are unlike all before are no cluster: %s".formatted(points.size(), e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw e.getCause() == null ? new IOException(e) : e.getCause();
        }
        Map<String, Object> summary = new LinkedHashMap<>(fit.summary());
        summary.putAll(ClusterStage.madeBy(source, folder));
        return summary;
    }

    /** The rows, file by file; where they are too many, as many of each file as of the others, evenly. */
    private static Points points(EmbeddingFiles source, ShardRows rows) throws IOException {
        try (EmbeddingFiles.Opened opened = source.open()) {
            List<NpyMatrix> matrices = opened.matrices();
            long count = 0;
            for (int file = 0; file < matrices.size(); file++) {
                count += rows.of(file).cardinality();
            }
            if (count < 2) {
                throw new BadInputException("%d pairs are unlike all before: too few for an expert of their own".formatted(count));
            }
            int dim = matrices.getFirst().dim();
            int step = step(count, dim);
            float[] values = new float[Math.toIntExact(Math.ceilDiv(count, step) * dim)];
            float[] row = new float[dim];
            long seen = 0;
            for (int file = 0; file < matrices.size(); file++) {
                BitSet wanted = rows.of(file);
                for (int r = wanted.nextSetBit(0); r >= 0; r = wanted.nextSetBit(r + 1)) {
                    if (seen % step == 0) {
                        matrices.get(file).row(r, row);
                        System.arraycopy(row, 0, values, (int) (seen / step * dim), dim);
                    }
                    seen++;
                }
            }
            return Points.of(values, dim);
        }
    }

    /** Of so many rows every how manyth is fitted. */
    static int step(long count, int dim) {
        return Math.toIntExact(Math.ceilDiv(count, Math.min(MOST, LONGEST / dim)));
    }

    /** The known centres first, under their numbers. */
    private static Clusters both(Clusters old, Clusters added) {
        long[] sizes = Arrays.copyOf(old.sizes(), old.sizes().length + added.sizes().length);
        System.arraycopy(added.sizes(), 0, sizes, old.sizes().length, added.sizes().length);
        float[] distances = Arrays.copyOf(old.meanDistances(), sizes.length);
        System.arraycopy(added.meanDistances(), 0, distances, old.sizes().length, added.sizes().length);
        int[] coarse = Arrays.copyOf(old.fineToCoarse(), sizes.length);
        Arrays.fill(coarse, old.fineToCoarse().length, sizes.length, old.experts());
        return new Clusters(both(old.fine(), added.fine()), sizes, distances, both(old.coarse(), added.coarse()), coarse, old.distance());
    }

    private static Centers both(Centers old, Centers added) {
        float[] values = Arrays.copyOf(old.values(), old.values().length + added.values().length);
        System.arraycopy(added.values(), 0, values, old.values().length, added.values().length);
        return new Centers(old.count() + added.count(), old.dim(), values);
    }
}
