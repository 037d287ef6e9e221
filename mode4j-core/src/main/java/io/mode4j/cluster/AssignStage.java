package io.mode4j.cluster;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.Store;
import io.mode4j.progress.Progress;
import io.mode4j.work.Results;
import io.mode4j.work.Runner;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The assign stage: every pair goes to its exactly nearest fine centre, hence to that centre's coarse cluster (paper, section 3.1). Writes, for each
 * embedding file, {@code NAME.npy} (int32 fine cluster a row) and {@code NAME.distances.npy} (float32 distance to it). Files that an interrupted run
 * has written are kept. Memory: the rows of a few files. Not safe for use by several threads.
 */
public final class AssignStage {
    public static final String KIND = "kind";
    static final String SEED = "seed";
    static final String STAGE = "assign";
    static final int VERSION = 1;
    private static final int WRITERS = 8;

    private final FileLayer files;
    private final Progress progress;
    private final int workers;
    private final Runner runner;

    /** A stage that works on {@code workers} threads; they do not change the result. */
    public AssignStage(FileLayer files, Progress progress, int workers) {
        this(files, progress, workers, new Workers(1 + WRITERS));
    }

    /** A stage whose files are assigned by a runner, in each process on {@code workers} threads. */
    public AssignStage(FileLayer files, Progress progress, int workers, Runner runner) {
        this.runner = runner;
        this.files = files;
        this.progress = progress;
        this.workers = workers;
    }

    /**
     * Assigns, or does nothing when that is done.
     *
     * @param embeddings a {@code .npy} file or a folder of them
     * @param clustersFolder what {@link ClusterStage} wrote
     * @param folder receives two files for each embedding file, and manifest.json with the sizes of all clusters
     */
    public Manifest run(Path embeddings, Path clustersFolder, Path folder) throws IOException {
        return run(EmbeddingFiles.of(embeddings), Store.of(clustersFolder), Store.of(files, folder));
    }

    /** Assigns in stores, as {@link #run(Path, Path, Path)}. */
    public Manifest run(EmbeddingFiles source, Store clustersFolder, Store folder) throws IOException {
        Clusters clusters = Clusters.read(clustersFolder);
        TreeMap<String, String> inputs = new TreeMap<>(
                Map.of("embeddings", source.fingerprint(runner), "clusters", fingerprint(clustersFolder)));
        try (StageFolder stage = StageFolder.of(folder, new Recipe(STAGE, VERSION, new TreeMap<>(), inputs))
                .checkedBy(runner.checksums())) {
            return stage.begin() ? stage.finish(assign(source, clustersFolder, clusters, folder)) : Manifest.read(folder);
        }
    }

    /** Writes all but the manifest; returns its summary. */
    private Map<String, Object> assign(EmbeddingFiles source, Store clustersFolder, Clusters clusters, Store folder) throws IOException {
        AssignmentSummary summary = new AssignmentSummary(clusters);
        try (Progress.Bar bar = progress.start(STAGE, source.names().size(), "shards")) {
            AssignWork work = new AssignWork(source.store(), clustersFolder, folder, source.rowStarts(runner).size(), workers);
            runner.run(work, source.names(), new Results<>() {
                @Override
                public void take(AssignedRows rows) {
                    summary.add(rows);
                }

                @Override
                public void advance(long units) {
                    bar.advance(units);
                }
            });
        }
        return summary.facts();
    }

    private static String fingerprint(Store clusters) throws IOException {
        return clusters.has(Manifest.NAME) ? Manifest.read(clusters).fingerprint()
                : Fingerprints.ofText(clusters.hashes(List.of(Clusters.FINE, Clusters.COARSE)).toArray(String[]::new));
    }
}
