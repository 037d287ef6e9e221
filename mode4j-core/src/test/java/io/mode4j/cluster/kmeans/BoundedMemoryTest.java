package io.mode4j.cluster.kmeans;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.JavaProcess;
import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.TestPoints;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A balanced fit in a JVM whose heap is smaller than the file of points, and smaller than the N x K costs. */
class BoundedMemoryTest {
    private static final int POINTS = 80_000;
    private static final int DIM = 512;
    private static final int CLUSTERS = 96;
    private static final String HEAP = "-Xmx72m"; // the file has 82 MB

    @Test
    void aFitNeedsLessHeapThanItsFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("points.npy");
        float[] means = TestPoints.gaussian(CLUSTERS, DIM, 1);
        RandomGenerator random = RandomStream.of(1, "rows");
        Npy.writeMatrix(new FileLayer(), file, Dtype.FLOAT16, POINTS, DIM, (i, row) -> {
            for (int d = 0; d < DIM; d++) {
                row[d] = means[(int) (i % CLUSTERS) * DIM + d] + random.nextFloat();
            }
        });
        Process process = JavaProcess.of(BoundedMemoryTest.class, List.of(HEAP), file).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("sizes 833 to 834");
    }

    /** Runs in the small JVM. */
    static void main(String[] arguments) throws IOException {
        try (NpyMatrix matrix = Npy.openMatrix(Path.of(arguments[0]))) {
            Points points = Points.of(List.of(matrix));
            float[] first = new float[CLUSTERS * DIM];
            points.read(0, CLUSTERS, first);
            long[] sizes = BalancedKMeans.fit(points, new Centers(CLUSTERS, DIM, first),
                    KMeansOptions.of(CLUSTERS, 1).withIterations(2).withThreads(2), Balance.STRICT).sizes();
            System.out.println("sizes " + java.util.Arrays.stream(sizes).min().orElseThrow() + " to "
                    + java.util.Arrays.stream(sizes).max().orElseThrow());
        }
    }
}
