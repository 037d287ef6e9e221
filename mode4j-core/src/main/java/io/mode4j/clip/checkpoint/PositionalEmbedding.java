package io.mode4j.clip.checkpoint;

import io.mode4j.format.Safetensors.Tensor;

/**
 * Positional embeddings for another size, as open_clip interpolates them: those of patches by antialiased bicubic resampling of their grid, those of
 * tokens linearly. W is the width. Stateless.
 */
final class PositionalEmbedding {
    private static final double CUBIC = -0.5; // the cubic's parameter of antialiased resampling, in Pillow and PyTorch

    private PositionalEmbedding() {}

    static boolean isGrid(long patches) {
        long side = Math.round(Math.sqrt((double) Math.max(0, patches)));
        return side > 0 && side * side == patches;
    }

    /** {@return [1 + side², W] from [1 + G², W]; the class token's stays} */
    static Tensor grid(Tensor embedding, int side) {
        int width = (int) embedding.shape()[1];
        int old = (int) Math.round(Math.sqrt(embedding.shape()[0] - 1.0));
        float[] from = embedding.floats();
        double[][] weights = cubicWeights(old, side);
        double[] rows = new double[old * side * width]; // [G, side, W]
        for (int y = 0; y < old; y++) {
            for (int x = 0; x < side; x++) {
                for (int i = 0; i < old; i++) {
                    add(rows, (y * side + x) * width, weights[x][i], from, (1 + y * old + i) * width, width);
                }
            }
        }
        float[] to = new float[(1 + side * side) * width];
        System.arraycopy(from, 0, to, 0, width);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int w = 0; w < width; w++) {
                    double sum = 0;
                    for (int i = 0; i < old; i++) {
                        sum += weights[y][i] * rows[(i * side + x) * width + w];
                    }
                    to[(1 + y * side + x) * width + w] = (float) sum;
                }
            }
        }
        return Tensor.of(to, 1L + (long) side * side, width);
    }

    private static void add(double[] sum, int at, double weight, float[] from, int offset, int width) {
        for (int w = 0; weight != 0 && w < width; w++) {
            sum[at + w] += weight * from[offset + w];
        }
    }

    /** {@return [to, from], each row of sum 1; shrinking widens the cubic} */
    private static double[][] cubicWeights(int from, int to) {
        double scale = (double) from / to;
        double stretch = Math.max(scale, 1);
        double[][] weights = new double[to][from];
        for (int i = 0; i < to; i++) {
            double center = scale * (i + 0.5);
            double sum = 0;
            for (int j = Math.max(0, (int) (center - 2 * stretch + 0.5)); j < Math.min(from, (int) (center + 2 * stretch + 0.5)); j++) {
                weights[i][j] = cubic((j - center + 0.5) / stretch);
                sum += weights[i][j];
            }
            for (int j = 0; j < from; j++) {
                weights[i][j] /= sum;
            }
        }
        return weights;
    }

    private static double cubic(double x) {
        double d = Math.abs(x);
        if (d < 1) {
            return ((CUBIC + 2) * d - (CUBIC + 3)) * d * d + 1;
        }
        return d < 2 ? (((d - 5) * d + 8) * d - 4) * CUBIC : 0;
    }

    /** {@return [length, W] from [L, W]} */
    static Tensor line(Tensor embedding, int length) {
        int width = (int) embedding.shape()[1];
        int old = (int) embedding.shape()[0];
        float[] from = embedding.floats();
        float[] to = new float[length * width];
        for (int i = 0; i < length; i++) {
            double at = Math.max(0, (i + 0.5) * old / length - 0.5);
            int left = Math.min((int) at, old - 1);
            int right = Math.min(left + 1, old - 1);
            double share = at - left;
            for (int w = 0; w < width; w++) {
                to[i * width + w] = (float) ((1 - share) * from[left * width + w] + share * from[right * width + w]);
            }
        }
        return Tensor.of(to, length, width);
    }
}
