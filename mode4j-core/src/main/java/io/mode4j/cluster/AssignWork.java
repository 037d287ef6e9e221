package io.mode4j.cluster;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.UnfitPointsException;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.work.Work;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assigns the rows of an embedding file, given by its path: writes {@code NAME.npy} and {@code NAME.distances.npy}, and returns how many rows each fine cluster
 * got. Files that are there are whole, and counted.
 *
 * <p>
 * In a process one file at a time is computed, on all threads, while those before are written: a disk takes longer to sync a shard's files than the cores to assign its
 * rows, and syncs several as fast as one.
 */
public final class AssignWork implements Work<String, AssignedRows> {
    private static final long serialVersionUID = 1;

    private final FileLayer files;
    private final String clusters;
    private final String folder;
    private final long rows;
    private final int threads;
    private transient @Nullable RowAssigner assigner; // of this process

    /**
     * Assigns to these centres.
     *
     * @param files what writes
     * @param clusters path of the clusters
     * @param folder path of the assignments
     * @param rows of all embedding files, about: decides how the search is prepared, never what it finds
     * @param threads that compute in a process
     */
    public AssignWork(FileLayer files, String clusters, String folder, long rows, int threads) {
        this.files = files;
        this.clusters = clusters;
        this.folder = folder;
        this.rows = rows;
        this.threads = threads;
    }

    @Override
    public Worker<String, AssignedRows> open() throws IOException {
        RowAssigner shared = assigner();
        return (file, advanced) -> {
            RowAssigner.Rows assigned = assign(Path.of(file), shared);
            advanced.accept(1);
            return AssignedRows.of(assigned, shared.fineCenters());
        };
    }

    private synchronized RowAssigner assigner() throws IOException {
        if (assigner == null) {
            Path path = Path.of(clusters);
            assigner = RowAssigner.of(path, Clusters.read(path), rows, new Workers(threads));
        }
        return assigner;
    }

    private RowAssigner.Rows assign(Path file, RowAssigner shared) throws IOException {
        String name = EmbeddingFiles.name(file);
        Path owners = Path.of(folder).resolve(name + ".npy");
        Path distances = Path.of(folder).resolve(name + ".distances.npy");
        if (Files.exists(owners) && Files.exists(distances)) {
            return new RowAssigner.Rows(Npy.readInts(owners), Npy.readFloats(distances));
        }
        RowAssigner.Rows assigned = compute(name, file, shared);
        Npy.writeInts(files, owners, assigned.owners());
        Npy.writeFloats(files, distances, assigned.distances());
        return assigned;
    }

    private static RowAssigner.Rows compute(String name, Path file, RowAssigner shared) throws IOException {
        synchronized (shared) {
            try (NpyMatrix matrix = Npy.openMatrix(file)) {
                if (matrix.dim() != shared.dim()) {
                    throw new BadInputException(file + " holds embeddings of dim " + matrix.dim() + ", the cluster centres have "
                            + shared.dim() + "; use the encoder that the clusters were made with");
                }
                return shared.assign(name, Points.of(List.of(matrix)));
            } catch (UnfitPointsException e) {
                throw new DamagedException(file, "finite embeddings", String.valueOf(e.getMessage()));
            }
        }
    }
}
