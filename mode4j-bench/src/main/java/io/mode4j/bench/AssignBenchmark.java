package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.AssignStage;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.Nearest;
import io.mode4j.cluster.kmeans.KMeans;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Points;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * {@code assign}: the nearest of 1,024 centres for every row of a float32 {@code .npy} file, by {@link Nearest} and by FAISS' flat index. {@code stage}: the
 * assign stage from float16 files to files, by {@link AssignStage} and the way the reference goes about it.
 */
final class AssignBenchmark {
    static final int POINTS = 200_000;
    private static final int DIM = 384;
    private static final int CENTERS = 1024;
    private static final int SHARD = 10_000; // what img2dataset puts into one
    private static final int SAMPLE = 49_152; // of the points, to fit on

    private AssignBenchmark() {}

    static void search(Options options, Path work, PrintStream out) throws IOException {
        for (DataSet data : options.data(DataSet.SKEWED, DataSet.NOISE)) {
            float[] points = data.make(options.items(), DIM, options.threads());
            float[] centers = DataSet.firstCenters(points, DIM, CENTERS);
            Path folder = work.resolve(data.label());
            Path file = DataSet.write(folder.resolve("points.npy"), Dtype.FLOAT32, points, DIM);
            Path target = DataSet.write(folder.resolve("centers.npy"), Dtype.FLOAT32, centers, DIM);
            Path found = folder.resolve("found.npy");
            Centers ours = new Centers(CENTERS, DIM, centers);
            try (Peer faiss = new Peer("FAISS flat, k = 1", options.peers(), options.threads(), "flat.py", file.toString(),
                    target.toString(), Integer.toString(options.threads()), found.toString())) {
                Rounds.run("assign " + data.label(), options.rounds(), options.items(), "points",
                        List.of(Contestant.of("mode4j", () -> search(file, ours, options.threads())), faiss), out);
            }
            int[] nearest = search(file, ours, options.threads()).centers();
            int[] theirs = Npy.readInts(found);
            long same = java.util.stream.IntStream.range(0, nearest.length).filter(i -> nearest[i] == theirs[i]).count();
            out.println(new Measurement("assign " + data.label(), "mode4j and FAISS", "rows with the same centre",
                    List.of((double) same)).line());
        }
    }

    private static Nearest search(Path file, Centers centers, int threads) throws IOException {
        try (NpyMatrix matrix = Npy.openMatrix(file)) {
            return Nearest.of(Points.of(List.of(matrix)), centers, Distance.EUCLIDEAN, threads);
        }
    }

    static void stage(Options options, Path work, PrintStream out) throws IOException {
        for (DataSet data : options.data(DataSet.SKEWED)) {
            Path folder = work.resolve(data.label());
            stage(data, options, folder, out);
        }
    }

    private static void stage(DataSet data, Options options, Path folder, PrintStream out) throws IOException {
        float[] points = data.make(options.items(), DIM, options.threads());
        for (int from = 0; from < options.items(); from += SHARD) {
            int to = Math.min(options.items(), from + SHARD);
            DataSet.write(folder.resolve("embeddings/%05d.npy".formatted(from / SHARD)), Dtype.FLOAT16,
                    Arrays.copyOfRange(points, from * DIM, to * DIM), DIM);
        }
        Centers fine = fitted(points, options);
        Path target = DataSet.write(folder.resolve("centers.npy"), Dtype.FLOAT32, fine.values(), DIM);
        int[] coarse = new int[CENTERS];
        Arrays.setAll(coarse, k -> k % 4);
        new Clusters(fine, new long[CENTERS], new float[CENTERS], new Centers(4, DIM, Arrays.copyOf(fine.values(), 4 * DIM)), coarse,
                Distance.EUCLIDEAN).write(Store.of(folder.resolve("clusters")), Map.of());
        try (Peer reference = new Peer("cdist, lists, JSON", options.peers(), 1, "assign.py", folder.resolve("embeddings").toString(),
                target.toString(), Integer.toString(options.threads()), Files.createDirectories(folder.resolve("theirs")).toString())) {
            Rounds.run("assign stage " + data.label(), options.rounds(), options.items(), "points",
                    List.of(Contestant.of("mode4j", () -> stage(folder, options.threads())), reference), out);
        }
    }

    /** Centres as a fit makes them: a few iterations on part of the points. */
    private static Centers fitted(float[] points, Options options) {
        float[] sample = Arrays.copyOf(points, Math.min(points.length, SAMPLE * DIM));
        return KMeans.fit(Points.of(sample, DIM), new Centers(CENTERS, DIM, DataSet.firstCenters(sample, DIM, CENTERS)),
                KMeansOptions.of(CENTERS, 0).withIterations(5).withThreads(options.threads())).centers();
    }

    private static Object stage(Path work, int threads) throws IOException {
        FileLayer files = new FileLayer();
        files.deleteTree(work.resolve("ours"));
        return new AssignStage(files, Progress.silent(), threads).run(work.resolve("embeddings"), work.resolve("clusters"),
                work.resolve("ours"));
    }
}
