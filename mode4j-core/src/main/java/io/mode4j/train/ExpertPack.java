package io.mode4j.train;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.cluster.Assignments;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.PackStage;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes the pairs that a model is trained on, of an expert its own and the others drawn for it, into a run directory of their own: shards, index, clusters, assignments. Trained there, the
 * model has the recipe, and the weights byte for byte, that it has where all pairs are.
 */
public final class ExpertPack {

    private final FileLayer files;
    private final TrainData data;
    private final PackStage pack;

    /** Packs from a data set with clusters; so many shards are copied at a time. */
    public ExpertPack(FileLayer files, Progress progress, TrainData data, int threads) {
        this.files = files;
        this.data = data;
        this.pack = new PackStage(files, progress, threads);
    }

    /**
     * Packs, goes on, or finds that all is done.
     *
     * @return the manifest of the packed index
     * @throws IOException
     *             if reading or writing fails, or something else is there
     */
    public Manifest write(SampleChoice share, RunDirectory run) throws IOException {
        data.verify(share);
        SampleIndex index = SampleIndex.open(data.index());
        TrainData.Clustering clustering = data.clusteringFor(share);
        RowSelection rows = RowSelection.of(index, data.clusters(index, share), share);
        Path shards = run.data();
        Manifest packed = pack.run(index, rows::rows, share.describe(), data.inputs(share), shards, run.index());
        StageFolder.copy(files, clustering.clusters(), run.clusters());
        Assignments.open(clustering.assignments()).pack(files, index, rows::rows, share.describe(), run.assignments());
        return packed;
    }
}
