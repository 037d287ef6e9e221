package io.mode4j.bench;

import io.mode4j.cluster.kmeans.KMeans;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Points;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code kmeans}: iterations of plain k-means from the same first centres, by {@link KMeans}, FAISS and scikit-learn. All end at the same
 * centres but for rounding; the inertia of each is printed.
 */
final class KMeansBenchmark {
    static final int POINTS = 200_000;
    private static final int DIM = 384;
    private static final int CENTERS = 1024;
    private static final int ITERATIONS = 10;

    private KMeansBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException {
        for (DataSet data : options.data(DataSet.SKEWED, DataSet.NOISE)) {
            String name = "kmeans " + data.label();
            Path folder = work.resolve(data.label());
            float[] points = data.make(options.items(), DIM, options.threads());
            float[] first = DataSet.firstCenters(points, DIM, CENTERS);
            Path file = DataSet.write(folder.resolve("points.npy"), Dtype.FLOAT32, points, DIM);
            Path start = DataSet.write(folder.resolve("first.npy"), Dtype.FLOAT32, first, DIM);
            Path faissFound = folder.resolve("faiss.npy");
            Path sklearnFound = folder.resolve("sklearn.npy");
            Ours ours = new Ours(Points.of(points, DIM), new Centers(CENTERS, DIM, first),
                    KMeansOptions.of(CENTERS, 0).withIterations(ITERATIONS).withTolerance(0).withThreads(options.threads()));
            try (Peer faiss = peer("FAISS", "faiss", options, file, start, faissFound);
                    Peer sklearn = peer("scikit-learn", "sklearn", options, file, start, sklearnFound)) {
                Rounds.run(name, options.rounds(), ITERATIONS, "iterations", List.of(ours, faiss, sklearn), out);
            }
            List<int[]> found = new ArrayList<>(List.of(ours.assignment, Npy.readInts(faissFound), Npy.readInts(sklearnFound)));
            List<String> names = List.of("mode4j", "FAISS", "scikit-learn");
            for (int i = 0; i < names.size(); i++) {
                double inertia = Inertia.of(points, DIM, found.get(i), CENTERS).value();
                out.println(new Measurement(name, names.get(i), "inertia", List.of(inertia)).line());
            }
        }
    }

    private static Peer peer(String name, String library, Options options, Path points, Path first, Path found) throws IOException {
        return new Peer(name, options.peers(), options.threads(), "kmeans.py", library, points.toString(), first.toString(),
                Integer.toString(ITERATIONS), Integer.toString(options.threads()), found.toString());
    }

    private static final class Ours implements Contestant {
        private final Points points;
        private final Centers first;
        private final KMeansOptions options;
        private int[] assignment = {};

        Ours(Points points, Centers first, KMeansOptions options) {
            this.points = points;
            this.first = first;
            this.options = options;
        }

        @Override
        public String name() {
            return "mode4j";
        }

        @Override
        public double run() {
            long start = System.nanoTime();
            assignment = KMeans.fit(points, first, options).assignment();
            return (System.nanoTime() - start) / 1e9;
        }
    }
}
