package io.mode4j.bench;

import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.kmeans.BalancedKMeans;
import io.mode4j.cluster.kmeans.Fit;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Points;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code balanced}: ten iterations of balanced k-means from the same first centres, by {@link BalancedKMeans} and by the auction that the
 * reference's clustering uses. Both sides' objectives are the sums of squared distances to the means of their clusters.
 */
final class BalancedBenchmark {
    static final int POINTS = 6_000;
    private static final int DIM = 384;
    private static final int CENTERS = 64;
    private static final int ITERATIONS = 10;

    private BalancedBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException {
        for (DataSet data : options.data(DataSet.values())) {
            Path folder = work.resolve(data.label());
            float[] points = data.make(options.items(), DIM, options.threads());
            float[] first = DataSet.firstCenters(points, DIM, CENTERS);
            Path found = folder.resolve("found.npy");
            Ours ours = new Ours(points, first, options.threads());
            try (Peer peer = new Peer("auction in PyTorch", options.peers(), options.threads(), "balanced.py",
                    DataSet.write(folder.resolve("points.npy"), Dtype.FLOAT32, points, DIM).toString(),
                    DataSet.write(folder.resolve("first.npy"), Dtype.FLOAT32, first, DIM).toString(),
                    Integer.toString(ITERATIONS), found.toString())) {
                Rounds.run("balanced " + data.label(), options.rounds(), ITERATIONS, "iterations", List.of(ours, peer), out);
                describe(data, ours.name(), points, ours.assignment, out);
                describe(data, peer.name(), points, Npy.readInts(found), out);
                out.println(value(data, ours.name(), "duality gap", ours.gap).line());
            }
        }
    }

    private static void describe(DataSet data, String who, float[] points, int[] assignment, PrintStream out) {
        Inertia inertia = Inertia.of(points, DIM, assignment, CENTERS);
        out.println(value(data, who, "objective", inertia.value()).line());
        out.println(value(data, who, "smallest cluster", inertia.smallest()).line());
        out.println(value(data, who, "largest cluster", inertia.largest()).line());
    }

    private static Measurement value(DataSet data, String who, String unit, double value) {
        return new Measurement("balanced " + data.label(), who, unit, List.of(value));
    }

    private static final class Ours implements Contestant {
        private final Points points;
        private final Centers first;
        private final KMeansOptions options;
        private int[] assignment = {};
        private double gap;

        Ours(float[] points, float[] first, int threads) {
            this.points = Points.of(points, DIM);
            this.first = new Centers(CENTERS, DIM, first);
            this.options = KMeansOptions.of(CENTERS, 0).withIterations(ITERATIONS).withTolerance(0).withThreads(threads);
        }

        @Override
        public String name() {
            return "mode4j";
        }

        @Override
        public double run() {
            long start = System.nanoTime();
            Fit fit = BalancedKMeans.fit(points, first, options, Balance.STRICT);
            double seconds = (System.nanoTime() - start) / 1e9;
            assignment = fit.assignment();
            gap = fit.certificate().orElseThrow().gap();
            return seconds;
        }
    }
}
