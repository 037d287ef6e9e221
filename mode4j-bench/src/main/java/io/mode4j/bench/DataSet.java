package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RandomStream;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.linalg.Vectors;
import io.mode4j.onnx.OnnxEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Points to cluster, made from a seed: the same values each time. */
enum DataSet {
    /** 64 well separated groups of even size: the groups' means are 4 times as far apart as points are from their means. */
    PLANTED,
    /** Unit vectors in 500 groups of very uneven size, as caption embeddings are; noise outweighs the groups' means. */
    SKEWED,
    /**
     * Unit vectors in 500 groups of very uneven size, of which few directions hold most: variances fall as 1/j, turned so that no number has more than another. MiniLM's embeddings of the icons' captions
     * are so: their first 4, 16, 64 directions hold 31, 48 and 72 %, these 31, 50 and 70. Dim is a power of two.
     */
    EMBEDDINGS,
    /** MiniLM's embeddings of made up captions. */
    CAPTIONS,
    /** Uniform noise: nothing to find. */
    NOISE,
    /** Every point twenty times. */
    DUPLICATES;

    private static final long SEED = 5;
    private static final int GROUPS = 500;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Makes points {@code [count, dim]}; the embeddings of captions have the encoder's dim, 384. */
    float[] make(int count, int dim, int threads) throws IOException {
        return switch (this) {
            case PLANTED -> groups(count, dim, 64, 1, 0.25, false);
            case SKEWED -> groups(count, dim, GROUPS, 2, 1.5, true);
            case EMBEDDINGS -> embeddings(count, dim);
            case CAPTIONS -> captions(count, threads);
            case NOISE -> rows(count, dim, (random, row) -> fill(row, random::nextDouble));
            case DUPLICATES -> duplicates(rows(Math.ceilDiv(count, 20), dim, (random, row) -> fill(row, random::nextGaussian)), count, dim);
        };
    }

    /** A row of points from a stream of its own, so that the threads do not matter. */
    private interface Row {
        void draw(RandomGenerator random, float[] into);
    }

    private interface Draw {
        double next();
    }

    private static void fill(float[] row, Draw draw) {
        for (int d = 0; d < row.length; d++) {
            row[d] = (float) draw.next();
        }
    }

    private static float[] rows(int count, int dim, Row row) {
        float[] values = new float[Math.multiplyExact(count, dim)];
        IntStream.range(0, count).parallel().forEach(i -> {
            float[] one = new float[dim];
            row.draw(RandomStream.of(SEED, "benchmark points", i), one);
            System.arraycopy(one, 0, values, i * dim, dim);
        });
        return values;
    }

    private static float[] means(int groups, int dim) {
        float[] means = new float[groups * dim];
        RandomGenerator source = RandomStream.of(SEED, "benchmark groups");
        fill(means, source::nextGaussian);
        return means;
    }

    private static float[] groups(int count, int dim, int groups, double skew, double noise, boolean unit) {
        float[] means = means(groups, dim);
        return rows(count, dim, (random, row) -> {
            int group = (int) (groups * Math.pow(random.nextDouble(), skew));
            double squares = 0;
            for (int d = 0; d < dim; d++) {
                row[d] = (float) (means[group * dim + d] + noise * random.nextGaussian());
                squares += (double) row[d] * row[d];
            }
            for (int d = 0; unit && d < dim; d++) {
                row[d] = (float) (row[d] / Math.sqrt(squares));
            }
        });
    }

    private static float[] embeddings(int count, int dim) {
        if (Integer.bitCount(dim) != 1) {
            throw new IllegalArgumentException("--dim expects a power of two, found " + dim);
        }
        float[] means = means(GROUPS, dim);
        return rows(count, dim, (random, row) -> {
            int group = (int) (GROUPS * Math.pow(random.nextDouble(), 2));
            for (int d = 0; d < dim; d++) {
                row[d] = (float) ((means[group * dim + d] + random.nextGaussian()) / Math.sqrt(d + 1.0));
            }
            turn(row);
            Vectors.normalize(row, 0, dim);
        });
    }

    /** Walsh's and Hadamard's transform: a rotation, but for the length. */
    private static void turn(float[] row) {
        for (int half = 1; half < row.length; half *= 2) {
            for (int i = 0; i < row.length; i++) {
                if ((i & half) == 0) {
                    float a = row[i];
                    float b = row[i + half];
                    row[i] = a + b;
                    row[i + half] = a - b;
                }
            }
        }
    }

    private static float[] duplicates(float[] distinct, int count, int dim) {
        float[] values = new float[Math.multiplyExact(count, dim)];
        for (int i = 0; i < count; i++) {
            System.arraycopy(distinct, i % (distinct.length / dim) * dim, values, i * dim, dim);
        }
        return values;
    }

    /** Embeddings take minutes, so they are kept. */
    private static float[] captions(int count, int threads) throws IOException {
        Path kept = Path.of("mode4j-bench/target/captions-" + count + ".npy");
        if (!Files.exists(kept)) {
            float[] rows = embed(SyntheticCaptions.of(count, SEED), threads);
            write(kept, Dtype.FLOAT32, rows, rows.length / count);
        }
        try (NpyMatrix matrix = Npy.openMatrix(kept)) {
            float[] rows = new float[count * matrix.dim()];
            matrix.rows(0, count, rows);
            return rows;
        }
    }

    private static float[] embed(List<String> captions, int threads) throws IOException {
        try (SentenceEncoder encoder = OnnxEncoder.bundled(threads)) {
            float[][] rows = encoder.encode(captions);
            float[] values = new float[rows.length * rows[0].length];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(rows[i], 0, values, i * rows[i].length, rows[i].length);
            }
            return values;
        }
    }

    /** Points at random, of which no two are equal where there are enough: first centres for both sides. */
    static float[] firstCenters(float[] points, int dim, int centers) {
        int[] order = new int[points.length / dim];
        Arrays.setAll(order, i -> i);
        RandomStream.shuffle(order, RandomStream.of(SEED, "benchmark centres"));
        SequencedSet<List<Float>> chosen = new LinkedHashSet<>();
        List<List<Float>> again = new ArrayList<>();
        for (int i = 0; i < order.length && chosen.size() < centers; i++) {
            List<Float> row = new ArrayList<>(dim);
            for (int d = 0; d < dim; d++) {
                row.add(points[order[i] * dim + d]);
            }
            if (!chosen.add(row)) {
                again.add(row);
            }
        }
        float[] values = new float[centers * dim];
        Iterator<List<Float>> rows = Stream.concat(chosen.stream(), again.stream()).iterator();
        for (int i = 0; i < values.length; i += dim) {
            List<Float> row = rows.next();
            for (int d = 0; d < dim; d++) {
                values[i + d] = row.get(d);
            }
        }
        return values;
    }

    /** Writes rows {@code [.., dim]} as {@code .npy}. */
    static Path write(Path file, Dtype dtype, float[] rows, int dim) throws IOException {
        Npy.writeMatrix(new FileLayer(), file, dtype, rows.length / dim, dim,
                (i, into) -> System.arraycopy(rows, (int) i * dim, into, 0, dim));
        return file;
    }
}
