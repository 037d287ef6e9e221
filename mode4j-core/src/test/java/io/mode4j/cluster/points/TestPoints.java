package io.mode4j.cluster.points;

import io.mode4j.artifact.RandomStream;
import io.mode4j.linalg.Vectors;
import io.mode4j.work.Workers;
import java.util.random.RandomGenerator;

/** Points made for tests, seeded. */
public final class TestPoints {
    private TestPoints() {}

    public static float[] gaussian(int count, int dim, long seed) {
        RandomGenerator random = RandomStream.of(seed, "test points");
        float[] values = new float[count * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Whole numbers, few of them: many ties and duplicates, and costs that float32 holds exactly. */
    public static float[] grid(int count, int dim, int steps, long seed) {
        RandomGenerator random = RandomStream.of(seed, "test grid");
        float[] values = new float[count * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(steps);
        }
        return values;
    }

    /** Each row once. */
    public static float[] distinct(float[] values, int dim) {
        Points points = Piles.of(Points.of(values, dim), Distance.EUCLIDEAN, new Workers(1)).distinct();
        float[] rows = new float[points.size() * dim];
        points.read(0, points.size(), rows);
        return rows;
    }

    /**
     * As real captions are: some texts stand under very many pictures, the rest once; in random order, rounded to float16.
     *
     * @param heads how many copies each of the texts that repeat has
     */
    public static float[] piles(int count, int dim, int[] heads, long seed) {
        int rest = count - java.util.Arrays.stream(heads).sum();
        float[] texts = captions(rest + heads.length, dim, 40, seed);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = Math.min(i, rest);
        }
        int row = rest;
        for (int h = 0; h < heads.length; h++) {
            java.util.Arrays.fill(order, row, row + heads[h], rest + h);
            row += heads[h];
        }
        RandomStream.shuffle(order, RandomStream.of(seed, "test piles"));
        float[] values = new float[count * dim];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.float16ToFloat(Float.floatToFloat16(texts[order[i / dim] * dim + i % dim]));
        }
        return values;
    }

    /** Groups of different sizes and unit length, as caption embeddings are. */
    public static float[] captions(int count, int dim, int groups, long seed) {
        RandomGenerator random = RandomStream.of(seed, "test captions");
        float[] means = gaussian(groups, dim, seed + 1);
        float[] values = new float[count * dim];
        for (int i = 0; i < count; i++) {
            int group = (int) (groups * random.nextDouble() * random.nextDouble());
            for (int d = 0; d < dim; d++) {
                values[i * dim + d] = (float) (means[group * dim + d] + 1.5 * random.nextGaussian());
            }
            Vectors.normalize(values, i * dim, dim);
        }
        return values;
    }

    /** Points near a subspace of so many directions, the same ones for the same {@code dim}, far less along each than along the one before. */
    public static float[] flat(int count, int dim, int directions, long seed) {
        float[] base = gaussian(directions, dim, 17);
        float[] along = gaussian(count, directions, seed);
        float[] values = gaussian(count, dim, seed + 1);
        for (int i = 0; i < count; i++) {
            for (int d = 0; d < dim; d++) {
                float value = 0.05f * values[i * dim + d];
                for (int j = 0; j < directions; j++) {
                    value += along[i * directions + j] * base[j * dim + d] / (1 + j);
                }
                values[i * dim + d] = value;
            }
        }
        return values;
    }

    /** 64 groups in 16 groups of 4, far apart on both levels; point i belongs to group i % 64, group g to g / 4. */
    public static float[] planted(int count, int dim, long seed) {
        float[] upper = gaussian(16, dim, seed);
        float[] lower = gaussian(64, dim, seed + 1);
        float[] values = gaussian(count, dim, seed + 2);
        for (int i = 0; i < count; i++) {
            int group = i % 64;
            for (int d = 0; d < dim; d++) {
                values[i * dim + d] = 100 * upper[group / 4 * dim + d] + 10 * lower[group * dim + d] + 0.2f * values[i * dim + d];
            }
        }
        return values;
    }

    public static double squared(float[] a, int i, float[] b, int k, int dim) {
        return Vectors.squaredDistance(a, i * dim, b, k * dim, dim);
    }

    /** The adjusted Rand index of two partitions. */
    public static double adjustedRand(int[] a, int[] b) {
        int rows = java.util.Arrays.stream(a).max().orElseThrow() + 1;
        int columns = java.util.Arrays.stream(b).max().orElseThrow() + 1;
        long[][] table = new long[rows][columns];
        long[] left = new long[rows];
        long[] right = new long[columns];
        for (int i = 0; i < a.length; i++) {
            table[a[i]][b[i]]++;
            left[a[i]]++;
            right[b[i]]++;
        }
        double both = 0;
        for (long[] row : table) {
            both += pairs(row);
        }
        double expected = pairs(left) * pairs(right) / pairs(new long[]{a.length});
        return (both - expected) / ((pairs(left) + pairs(right)) / 2 - expected);
    }

    private static double pairs(long[] counts) {
        double sum = 0;
        for (long c : counts) {
            sum += c * (c - 1) / 2.0;
        }
        return sum;
    }
}
