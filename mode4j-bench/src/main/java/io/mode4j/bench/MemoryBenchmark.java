package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.kmeans.BalancedKMeans;
import io.mode4j.cluster.kmeans.Fit;
import io.mode4j.cluster.kmeans.KMeans;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Points;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.progress.ProcessUse;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code memory}: a balanced and a plain fit of a float16 file, K = 1,024, each in a JVM of its own with a small heap: the most memory that was
 * resident, and seconds an iteration. Linux only: reads {@code VmHWM}, which counts the mapped pages of the file too.
 */
final class MemoryBenchmark {
    static final int POINTS = 1_000_000;
    private static final int DIM = 384;
    private static final int CENTERS = 1024;
    private static final int GROUPS = 3000;
    private static final String HEAP = "-Xmx1g";

    private MemoryBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        Path file = work.resolve("points.npy");
        write(file, options.items());
        out.println(Measurement.HEADER);
        for (String kind : List.of("plain", "balanced")) {
            for (int iterations : new int[]{1, 3}) {
                fork(kind, file, iterations, options.threads());
            }
        }
    }

    /** Unit vectors in groups of very uneven size, written as they are drawn. */
    private static void write(Path file, int count) throws IOException {
        float[] means = new float[GROUPS * DIM];
        RandomGenerator random = RandomStream.of(1, "benchmark rows");
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) random.nextGaussian();
        }
        Npy.writeMatrix(new FileLayer(), file, Dtype.FLOAT16, count, DIM, (_, row) -> {
            int group = (int) (GROUPS * random.nextDouble() * random.nextDouble());
            for (int d = 0; d < DIM; d++) {
                row[d] = (float) ((means[group * DIM + d] + 1.5 * random.nextGaussian()) / (1.8 * Math.sqrt(DIM)));
            }
        });
    }

    private static void fork(String kind, Path file, int iterations, int threads) throws IOException, InterruptedException {
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), MemoryBenchmark.class.getName(), kind,
                file.toString(), Integer.toString(iterations), Integer.toString(threads));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException("the " + kind + " fit ended with status " + status);
        }
    }

    /** One fit; arguments: kind, file, iterations, threads. */
    static void main(String[] arguments) throws IOException {
        int iterations = Integer.parseInt(arguments[2]);
        KMeansOptions options = KMeansOptions.of(CENTERS, 1)
                .withIterations(iterations)
                .withTolerance(0)
                .withThreads(Integer.parseInt(arguments[3]));
        try (NpyMatrix matrix = Npy.openMatrix(Path.of(arguments[1]))) {
            Points points = Points.of(List.of(matrix));
            Centers first = new Centers(CENTERS, DIM, firstRows(points));
            long start = System.nanoTime();
            Fit fit = arguments[0].equals("plain") ? KMeans.fit(points, first, options)
                    : BalancedKMeans.fit(points, first, options, Balance.STRICT);
            double seconds = (System.nanoTime() - start) / 1e9;
            String what = arguments[0] + ", " + iterations + " iterations";
            System.out.println(new Measurement("memory", what, "s", List.of(seconds)).line());
            System.out.println(
                    new Measurement("memory", what, "peak resident GiB", List.of(ProcessUse.own().orElseThrow().peak() / 1073741824.0))
                            .line());
            fit.certificate()
                    .ifPresent(
                            certificate -> System.out
                                    .println(new Measurement("memory", what, "duality gap", List.of(certificate.gap())).line()));
        }
    }

    private static float[] firstRows(Points points) {
        float[] rows = new float[CENTERS * DIM];
        float[] row = new float[DIM];
        for (int k = 0; k < CENTERS; k++) {
            points.read((int) ((long) k * points.size() / CENTERS), 1, row);
            System.arraycopy(row, 0, rows, k * DIM, DIM);
        }
        return rows;
    }
}
