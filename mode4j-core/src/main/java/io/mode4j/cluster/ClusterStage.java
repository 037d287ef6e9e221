package io.mode4j.cluster;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RandomStream;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.points.RowStarts;
import io.mode4j.cluster.points.UnfitPointsException;
import io.mode4j.embed.ClusteredCaption;
import io.mode4j.embed.EncoderReference;
import io.mode4j.embed.PictureEmbedStage;
import io.mode4j.progress.Progress;
import io.mode4j.work.Runner;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cluster stage: balanced k-means on a sample of the embeddings gives m fine centres, balanced k-means on these gives n coarse clusters (paper,
 * section 3.1). Embeddings are read where they lie on disk. Not safe for use by several threads.
 */
public final class ClusterStage {
    public static final int VERSION = 1;

    private final FileLayer files;
    private final Progress progress;
    private final ClusterOptions options;
    private final Runner runner;

    /** A stage that writes through {@code files} and reports to {@code progress}. */
    public ClusterStage(FileLayer files, Progress progress, ClusterOptions options) {
        this(files, progress, options, new Workers(options.threads()));
    }

    /** A stage whose passes over all pairs are made by a runner. */
    public ClusterStage(FileLayer files, Progress progress, ClusterOptions options, Runner runner) {
        this.files = files;
        this.progress = progress;
        options.check();
        this.options = options;
        this.runner = runner;
    }

    /**
     * Clusters, or does nothing when that is done.
     *
     * @param embeddings a {@code .npy} file or a folder of them
     * @param folder receives fine.safetensors, coarse.safetensors and manifest.json
     * @throws BadInputException if there are no embeddings, or fewer distinct ones than experts, or a row holds NaN
     * @throws java.io.InterruptedIOException if the thread was interrupted
     */
    public Manifest run(Path embeddings, Path folder) throws IOException {
        return run(EmbeddingFiles.of(embeddings), Store.of(files, folder));
    }

    /** Clusters in stores, as {@link #run(Path, Path)}. */
    public Manifest run(EmbeddingFiles source, Store folder) throws IOException {
        Recipe recipe = new Recipe("cluster", VERSION, options.configuration(),
                new TreeMap<>(Map.of("embeddings", source.fingerprint(runner))));
        try (StageFolder stage = StageFolder.of(folder, recipe).checkedBy(runner.checksums())) {
            return stage.begin() ? stage.finish(cluster(source, folder)) : Manifest.read(folder);
        }
    }

    /** Writes all but the manifest; returns its summary. */
    private Map<String, Object> cluster(EmbeddingFiles source, Store folder) throws IOException {
        RowStarts starts = source.rowStarts(runner);
        try (EmbeddingSample sample = sample(source, starts, folder)) {
            HierarchyFit fit = new HierarchyFit(options, progress, runner);
            Clusters clusters = fit.fit(sample.points(), starts.size(), new EmbeddedPoints(source, starts));
            clusters.write(folder,
                    new TreeMap<>(Map.of(AssignStage.KIND, options.kind().name(), AssignStage.SEED, Long.toString(options.seed()))));
            Map<String, Object> summary = new LinkedHashMap<>(fit.summary());
            summary.putAll(madeBy(source, folder));
            return summary;
        } catch (UnfitPointsException e) {
            throw new BadInputException("cannot cluster the embeddings in " + source.place() + ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause() == null ? new IOException(e) : e.getCause();
        }
    }

    private EmbeddingSample sample(EmbeddingFiles source, RowStarts starts, Store folder) throws IOException {
        int count = options.sampleFor(starts.size());
        return count == starts.size() ? EmbeddingSample.all(source, folder)
                : EmbeddingSample.choose(source, starts, count, RandomStream.of(options.seed(), "cluster sample"), folder, runner,
                        progress);
    }

    /** What the embeddings say of themselves, for whoever compares texts with the centres; nothing of files that no embedding stage made. */
    static Map<String, Object> madeBy(EmbeddingFiles source, Store folder) throws IOException {
        Map<String, Object> said = new LinkedHashMap<>();
        Store embeddings = source.store();
        if (source.all() && embeddings.has(Manifest.NAME)) {
            Map<String, Object> summary = Manifest.read(embeddings).summary();
            if (summary.get(PictureEmbedStage.TEXT_DIM) instanceof Number dim) {
                said.put(PictureEmbedStage.TEXT_DIM, dim);
            }
            ClusteredCaption.read(embeddings).ifPresent(caption -> said.put(ClusteredCaption.KEY, ClusteredCaption.summary(caption)));
            if (summary.containsKey(EncoderReference.KEY)) {
                said.put(EncoderReference.KEY,
                        EncoderReference.read(embeddings).from(embeddings.place(""), folder.place("")).summary());
            }
            if (summary.containsKey(EncoderReference.PICTURES)) {
                said.put(EncoderReference.PICTURES,
                        EncoderReference.readPictures(embeddings).from(embeddings.place(""), folder.place("")).summary());
            }
        }
        return said;
    }
}
