package io.mode4j.cluster;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.UnfitPointsException;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.work.Work;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assigns the rows of an embedding file, given by its name: writes {@code NAME.npy} and {@code NAME.distances.npy}, and returns how many rows each fine cluster
 * got. Files that are there are whole, and counted.
 *
 * <p>
 * In a process one file at a time is computed, on all threads, while those before are written: a disk takes longer to sync a shard's files than the cores to assign its
 * rows, and syncs several as fast as one.
 */
public final class AssignWork implements Work<String, AssignedRows> {
    private static final long serialVersionUID = 1;

    private final Store embeddings;
    private final Store clusters;
    private final Store folder;
    private final long rows;
    private final int threads;
    private transient @Nullable RowAssigner assigner; // of this process

    /**
     * Assigns to these centres.
     *
     * @param embeddings holds the embedding files
     * @param clusters what {@link ClusterStage} wrote
     * @param folder receives the assignments
     * @param rows of all embedding files, about: decides how the search is prepared, never what it finds
     * @param threads that compute in a process
     */
    public AssignWork(Store embeddings, Store clusters, Store folder, long rows, int threads) {
        this.embeddings = embeddings;
        this.clusters = clusters;
        this.folder = folder;
        this.rows = rows;
        this.threads = threads;
    }

    @Override
    public String name() {
        return AssignStage.STAGE;
    }

    @Override
    public Worker<String, AssignedRows> open() throws IOException {
        RowAssigner shared = assigner();
        return (file, advanced) -> {
            RowAssigner.Rows assigned = assign(file, shared);
            advanced.accept(1);
            return AssignedRows.of(assigned, shared.fineCenters());
        };
    }

    private synchronized RowAssigner assigner() throws IOException {
        if (assigner == null) {
            assigner = RowAssigner.of(clusters, Clusters.read(clusters), rows, new Workers(threads));
        }
        return assigner;
    }

    private RowAssigner.Rows assign(String file, RowAssigner shared) throws IOException {
        String owners = EmbeddingFiles.name(file) + ".npy";
        String distances = EmbeddingFiles.name(file) + ".distances.npy";
        if (folder.has(owners) && folder.has(distances)) {
            return new RowAssigner.Rows(Npy.readInts(folder.local(owners)), Npy.readFloats(folder.local(distances)));
        }
        RowAssigner.Rows assigned = compute(file, shared);
        folder.write(owners, Npy.ints(assigned.owners()));
        folder.write(distances, Npy.floats(assigned.distances()));
        return assigned;
    }

    private RowAssigner.Rows compute(String file, RowAssigner shared) throws IOException {
        Path local = embeddings.local(file);
        synchronized (shared) {
            try (NpyMatrix matrix = Npy.openMatrix(local)) {
                if (matrix.dim() != shared.dim()) {
                    throw new BadInputException(embeddings.place(file) + " holds embeddings of dim " + matrix.dim()
                            + ", the cluster centres have " + shared.dim() + "; use the encoder that the clusters were made with");
                }
                return shared.assign(EmbeddingFiles.name(file), Points.of(List.of(matrix)));
            } catch (UnfitPointsException e) {
                throw new DamagedException(embeddings.place(file), "finite embeddings", String.valueOf(e.getMessage()));
            }
        }
    }
}
