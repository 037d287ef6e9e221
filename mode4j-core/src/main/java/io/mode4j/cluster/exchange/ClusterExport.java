package io.mode4j.cluster.exchange;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.TorchFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Writes clusters as other programs read them. Stateless but for the file layer. */
public final class ClusterExport {
    /** Kinds of files. */
    public enum Format {
        /** The reference's: {@code F<m>.pth} and {@code F<m>-C<n>.pth}. */
        TORCH,
        /** {@code centers.npy}, {@code coarse.npy} (float32) and {@code fine_to_coarse.npy} (int32). */
        NPY,
        /** {@code fine.safetensors} and {@code coarse.safetensors}, as in a run directory. */
        SAFETENSORS
    }

    private final FileLayer files;

    /** An export that writes through {@code files}. */
    public ClusterExport(FileLayer files) {
        this.files = files;
    }

    /**
     * Writes the files of a format into a folder; files of the same names are replaced.
     *
     * @return what was written
     * @throws IOException if it cannot be written
     */
    public List<Path> write(Clusters clusters, Format format, Path folder) throws IOException {
        return switch (format) {
            case TORCH -> torch(clusters, folder);
            case NPY -> npy(clusters, folder);
            case SAFETENSORS -> {
                clusters.write(Store.of(files, folder), Map.of());
                yield List.of(folder.resolve(Clusters.FINE), folder.resolve(Clusters.COARSE));
            }
        };
    }

    private List<Path> torch(Clusters clusters, Path folder) throws IOException {
        String name = "F" + clusters.fine().count();
        Path fine = folder.resolve(name + ".pth");
        Path coarse = folder.resolve(name + "-C" + clusters.experts() + ".pth");
        TorchFile.write(files, fine, new LinkedHashMap<>(Map.of("center", Clusters.tensor(clusters.fine()))));
        SequencedMap<String, Tensor> upper = new LinkedHashMap<>();
        upper.put("coarse", Clusters.tensor(clusters.coarse()));
        long[] owners = Arrays.stream(clusters.fineToCoarse()).asLongStream().toArray();
        upper.put("assign", Tensor.of(owners, owners.length));
        TorchFile.write(files, coarse, upper);
        return List.of(fine, coarse);
    }

    private List<Path> npy(Clusters clusters, Path folder) throws IOException {
        Path fine = folder.resolve("centers.npy");
        Path coarse = folder.resolve("coarse.npy");
        Path map = folder.resolve("fine_to_coarse.npy");
        matrix(clusters.fine(), fine);
        matrix(clusters.coarse(), coarse);
        Npy.writeInts(files, map, clusters.fineToCoarse());
        return List.of(fine, coarse, map);
    }

    private void matrix(Centers centers, Path target) throws IOException {
        Npy.writeMatrix(files, target, Dtype.FLOAT32, centers.count(), centers.dim(),
                (row, into) -> System.arraycopy(centers.values(), (int) row * into.length, into, 0, into.length));
    }
}
