package io.mode4j.bench;

import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.kmeans.BalancedKMeans;
import io.mode4j.cluster.kmeans.KMeans;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Points;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code growth}: seconds an iteration of plain and balanced k-means as the points, the centres or the dimensions double, the others fixed. Writes
 * the numbers and their plot to {@code docs/images/clustering-growth.csv} and {@code .svg}.
 */
final class GrowthBenchmark {
    static final int POINTS = 40_000;
    private static final int CENTERS = 256;
    private static final int DIM = 128;
    private static final int ITERATIONS = 4;
    private static final Path TARGET = Path.of("docs/images");

    private GrowthBenchmark() {}

    /** Seconds an iteration at one size; {@code varied} is N, K or D. */
    record Sample(String varied, int points, int centers, int dim, double plain, double balanced) {
        static final String HEADER = "varied,points,centres,dim,plain_seconds,balanced_seconds";

        int value() {
            return switch (varied) {
                case "N" -> points;
                case "K" -> centers;
                default -> dim;
            };
        }

        String line() {
            return String.format(java.util.Locale.ROOT, "%s,%d,%d,%d,%.4f,%.4f", varied, points, centers, dim, plain, balanced);
        }
    }

    static void run(Options options, PrintStream out) throws IOException {
        List<Sample> samples = new ArrayList<>();
        measure("warm up", options.items() / 4, CENTERS, DIM, options);
        for (int power = -2; power <= 2; power++) {
            double factor = Math.pow(2, power);
            samples.add(measure("N", (int) (options.items() * factor), CENTERS, DIM, options));
            samples.add(measure("K", options.items(), (int) (CENTERS * factor), DIM, options));
            samples.add(measure("D", options.items(), CENTERS, (int) (DIM * factor), options));
        }
        samples.sort(java.util.Comparator.comparing(Sample::varied).thenComparingInt(Sample::value));
        List<String> lines = new ArrayList<>(List.of(Sample.HEADER));
        samples.forEach(sample -> lines.add(sample.line()));
        lines.forEach(out::println);
        Files.write(TARGET.resolve("clustering-growth.csv"), lines);
        Files.writeString(TARGET.resolve("clustering-growth.svg"), GrowthPlot.of(samples));
    }

    private static Sample measure(String varied, int count, int centers, int dim, Options options) throws IOException {
        float[] values = DataSet.SKEWED.make(count, dim, options.threads());
        Points points = Points.of(values, dim);
        Centers first = new Centers(centers, dim, DataSet.firstCenters(values, dim, centers));
        KMeansOptions fit = KMeansOptions.of(centers, 0).withIterations(ITERATIONS).withTolerance(0).withThreads(options.threads());
        double plain = Double.POSITIVE_INFINITY;
        double balanced = Double.POSITIVE_INFINITY;
        for (int round = 0; round < options.rounds(); round++) {
            plain = Math.min(plain, Contestant.of("plain", () -> KMeans.fit(points, first, fit)).run());
            balanced = Math.min(balanced,
                    Contestant.of("balanced", () -> BalancedKMeans.fit(points, first, fit, Balance.STRICT)).run());
        }
        return new Sample(varied, count, centers, dim, plain / ITERATIONS, balanced / ITERATIONS);
    }
}
