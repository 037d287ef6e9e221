package io.mode4j.search;

import io.mode4j.clip.VectorSpace;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.linalg.Vectors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Two experts: the colour of a picture's upper half, and that of the lower one; a text names a colour, and weighs the experts alike. */
class ColourSpace implements VectorSpace {
    private static final int SIZE = 8;
    private static final Map<String, float[]> NAMED = Map.of("red", new float[]{1, 0, 0}, "green", new float[]{0, 1, 0}, "blue",
            new float[]{0, 0, 1});

    private final Images images = new Images(PictureDecoder.plainJava());
    /** How many pictures were embedded. */
    final AtomicInteger embedded = new AtomicInteger();

    String name() {
        return "colours";
    }

    @Override
    public int dim() {
        return 6;
    }

    @Override
    public float[][] imageFeatures(List<byte[]> pictures) throws IOException {
        byte[] pixels = images.decode(pictures, SIZE);
        float[][] vectors = new float[pictures.size()][6];
        int plane = SIZE * SIZE;
        for (int p = 0; p < vectors.length; p++) {
            for (int band = 0; band < 3; band++) {
                for (int i = 0; i < plane; i++) {
                    vectors[p][(i < plane / 2 ? 0 : 3) + band] += pixels[(3 * p + band) * plane + i] & 0xff;
                }
            }
            Vectors.normalize(vectors[p], 0, 3);
            Vectors.normalize(vectors[p], 3, 3);
        }
        embedded.addAndGet(pictures.size());
        return vectors;
    }

    @Override
    public int[] tokens(String text) {
        return new int[]{1};
    }

    @Override
    public float[][] textFeatures(List<String> texts) {
        float[][] vectors = new float[texts.size()][6];
        for (int t = 0; t < vectors.length; t++) {
            float[] colour = Objects.requireNonNull(NAMED.get(texts.get(t)));
            for (int d = 0; d < 6; d++) {
                vectors[t][d] = colour[d % 3] / 2;
            }
        }
        return vectors;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
