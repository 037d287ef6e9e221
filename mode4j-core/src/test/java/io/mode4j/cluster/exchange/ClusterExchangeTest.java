package io.mode4j.cluster.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.Safetensors;
import io.mode4j.format.TorchFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClusterExchangeTest {
    private static final Clusters CLUSTERS = new Clusters(new Centers(3, 2, new float[]{1, 2, 3, 4, 5, 6}), new long[]{7, 8, 9},
            new float[]{0.1f, 0.2f, 0.3f}, new Centers(2, 2, new float[]{2, 3, 5, 6}), new int[]{0, 0, 1}, Distance.EUCLIDEAN);

    private final FileLayer files = new FileLayer();
    private @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void whatIsExportedIsImportedAgain(ClusterExport.Format format) throws IOException {
        List<Path> written = new ClusterExport(files).write(CLUSTERS, format, folder.resolve("out"));
        requireImported(written.get(0), written.get(1), written.size() > 2 ? written.get(2) : null);
    }

    private void requireImported(Path fine, Path coarse, @Nullable Path map) throws IOException {
        Path into = folder.resolve("clusters");
        Manifest manifest = new ClusterImport(files, Distance.COSINE).run(fine, coarse, map, into);
        assertThat(manifest.summary()).containsEntry("fine_centers", 3).containsEntry("coarse_clusters", 2).containsEntry("dim", 2);
        Clusters read = Clusters.read(into);
        assertThat(read.fine().values()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(read.coarse().values()).containsExactly(2, 3, 5, 6);
        assertThat(read.fineToCoarse()).containsExactly(0, 0, 1);
        assertThat(read.distance()).isEqualTo(Distance.COSINE);
        assertThat(new ClusterImport(files, Distance.COSINE).run(fine, coarse, map, into).fingerprint()).isEqualTo(manifest.fingerprint());
    }

    /** {@code F3.pth} and {@code F3-C2.pth} were saved by PyTorch as the reference's clustering script saves its own, see README.md. */
    @Test
    void filesOfPyTorchAreImported() throws IOException {
        requireImported(Path.of("src/test/resources/io/mode4j/cluster/exchange/F3.pth"),
                Path.of("src/test/resources/io/mode4j/cluster/exchange/F3-C2.pth"),
                null);
    }

    private Path coarseByOtherNames() throws IOException {
        Path coarse = folder.resolve("coarse.safetensors");
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("coarse", Tensor.of(new float[]{2, 3, 5, 6}, 2, 2));
        tensors.put("assign", Tensor.of(new long[]{0, 0, 1}, 3));
        Safetensors.write(files, coarse, tensors, Map.of());
        return coarse;
    }

    @Test
    void halfPrecisionAndOtherNamesAreTaken() throws IOException {
        Path fine = folder.resolve("fine.npy");
        Npy.writeMatrix(files, fine, Dtype.FLOAT16, 3, 2,
                (row, into) -> System.arraycopy(CLUSTERS.fine().values(), (int) row * 2, into, 0, 2));
        requireImported(fine, coarseByOtherNames(), null);
    }

    @Test
    void doublesAreTakenAndWhatElseTheFilesHoldIsLeft() throws IOException {
        Path fine = folder.resolve("fine.pth");
        float[] centers = CLUSTERS.fine().values();
        double[] doubles = new double[centers.length];
        Arrays.setAll(doubles, i -> centers[i]);
        Map<String, Object> saved = new LinkedHashMap<>();
        saved.put("epoch", 3L);
        saved.put("options", Map.of("lr", 0.1));
        saved.put("center", new Tensor(Dtype.FLOAT64, new long[]{3, 2}, MemorySegment.ofArray(doubles)));
        TorchFile.write(files, fine, saved);
        requireImported(fine, coarseByOtherNames(), null);
    }

    @Test
    void arraysOfOtherKindsAreNotDamaged() throws IOException {
        List<Path> good = new ClusterExport(files).write(CLUSTERS, ClusterExport.Format.TORCH, folder.resolve("good"));
        Path ints = folder.resolve("ints.npy");
        Npy.writeInts(files, ints, new int[]{1, 2});
        refuse("ints.npy: expected centres [count, dim], found shape [2]", ints, good.get(1));
        Path floats = folder.resolve("floats.npy");
        Npy.writeFloats(files, floats, new float[]{1, 2});
        refuse("floats.npy: expected a matrix [rows, numbers a row]", floats, good.get(1));
        Path many = folder.resolve("many.npy");
        Npy.writeLongs(files, many, new long[]{0, 1L << 40, 1});
        assertThatThrownBy(
                () -> new ClusterImport(files, Distance.EUCLIDEAN).run(good.get(0), good.get(1), many, folder.resolve("refused")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("do not fit together");
    }

    @Test
    void whatDoesNotFitIsNamed() throws IOException {
        List<Path> good = new ClusterExport(files).write(CLUSTERS, ClusterExport.Format.TORCH, folder.resolve("good"));
        refuse("centres [count, dim] named center or centers", good.get(1), good.get(1));
        refuse("expected a file of centres that ends in", Files.writeString(folder.resolve("x.pkl"), "x"), good.get(1));
        List<Path> npy = new ClusterExport(files).write(CLUSTERS, ClusterExport.Format.NPY, folder.resolve("npy"));
        refuse("option map", npy.get(0), npy.get(1));
        Path nan = folder.resolve("nan.pth");
        TorchFile.write(files, nan, new LinkedHashMap<>(Map.of("center", Tensor.of(new float[]{1, Float.NaN}, 1, 2))));
        refuse("expected finite centres", nan, good.get(1));
        Path two = folder.resolve("two.pth");
        TorchFile.write(files, two, new LinkedHashMap<>(Map.of("center", Tensor.of(new float[]{1, 2, 3, 4}, 2, 2))));
        refuse("do not fit together", two, good.get(1));
    }

    private void refuse(String message, Path fine, Path coarse) {
        Path into = folder.resolve("refused");
        assertThatThrownBy(() -> new ClusterImport(files, Distance.EUCLIDEAN).run(fine, coarse, null, into)).isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(message));
        assertThat(into).doesNotExist();
    }

    @Test
    void anotherRunsClustersAreNotReplaced() throws IOException {
        List<Path> good = new ClusterExport(files).write(CLUSTERS, ClusterExport.Format.TORCH, folder.resolve("good"));
        new ClusterImport(files, Distance.EUCLIDEAN).run(good.get(0), good.get(1), null, folder.resolve("clusters"));
        assertThatThrownBy(() -> new ClusterImport(files, Distance.COSINE).run(good.get(0), good.get(1), null, folder.resolve("clusters")))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("distance");
    }
}
