package io.mode4j.bench;

import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.kmeans.BalancedKMeans;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Points;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * {@code piles}: three iterations of balanced k-means on points of which some are equal, as real captions are, beside as many points of the same kind of which no two are equal. Every copy
 * counts, which is {@code --duplicates keep}.
 */
final class PilesBenchmark {
    static final int POINTS = 60_000; // of the larger set
    private static final int DIM = 384;
    private static final int ITERATIONS = 3;
    private static final int[] CLIP_ART = {1375, 599, 431, 277, 246, 243, 226, 119, 100, 90, 80, 70, 60}; // of a collection of 7,615
    private static final int[] WEB = {6000, 3000, 1500, 900, 700, 500}; // and sixty of 100, of 60,000

    private PilesBenchmark() {}

    static void run(Options options, PrintStream out) throws IOException {
        int[] web = Arrays.copyOf(WEB, WEB.length + 60);
        Arrays.fill(web, WEB.length, web.length, 100);
        for (int centers : new int[]{96, 128}) {
            compare("piles clip-art K " + centers, 7_615, CLIP_ART, centers, options, out);
        }
        for (int centers : new int[]{256, 1024}) {
            compare("piles web K " + centers, options.items(), web, centers, options, out);
        }
    }

    private static void compare(String name, int count, int[] copies, int centers, Options options, PrintStream out) throws IOException {
        float[] without = DataSet.SKEWED.make(count, DIM, options.threads());
        float[] with = pile(without, copies);
        Rounds.run(name, options.rounds(), ITERATIONS, "iterations",
                List.of(fit("with piles", with, centers, options), fit("without", without, centers, options)), out);
    }

    /** Copies of the first rows in place of the last, in random order. */
    private static float[] pile(float[] rows, int[] copies) {
        int count = rows.length / DIM;
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        int row = count;
        for (int pile = 0; pile < copies.length; pile++) {
            Arrays.fill(order, row - copies[pile] + 1, row, pile);
            row -= copies[pile] - 1;
        }
        RandomStream.shuffle(order, RandomStream.of(0, "benchmark piles"));
        float[] piled = new float[rows.length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows, order[i] * DIM, piled, i * DIM, DIM);
        }
        return piled;
    }

    private static Contestant fit(String name, float[] values, int centers, Options options) {
        Points points = Points.of(values, DIM);
        Centers first = new Centers(centers, DIM, DataSet.firstCenters(values, DIM, centers));
        KMeansOptions fit = KMeansOptions.of(centers, 0).withIterations(ITERATIONS).withTolerance(0).withThreads(options.threads());
        return Contestant.of(name, () -> BalancedKMeans.fit(points, first, fit, Balance.STRICT));
    }
}
