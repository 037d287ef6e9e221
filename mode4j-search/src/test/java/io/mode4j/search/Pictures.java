package io.mode4j.search;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.image.RawPng;
import io.mode4j.linalg.Vectors;
import io.mode4j.shard.source.PictureOrigin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Pictures and vectors for tests. */
final class Pictures {
    private Pictures() {}

    static IndexDescription description(int dim, String... parts) {
        return new IndexDescription(parts.length == 1 ? IndexDescription.MODEL : IndexDescription.RUN, "space", List.of(parts), dim,
                new TwoWays("/models/one", null), new TreeMap<>());
    }

    static NewPicture picture(String key, Map<String, Object> metadata, String... captions) {
        return new NewPicture(key, List.of(captions), 640, 480, new LinkedHashMap<>(metadata), "shard",
                new PictureOrigin("/nowhere/shard.tar", new TreeMap<>(), 512, 100),
                Fingerprints.ofBytes(key.getBytes(StandardCharsets.UTF_8)));
    }

    static PictureQuery near(float[] vector, int k) {
        return new PictureQuery(Optional.of(vector), Optional.empty(), k, Optional.empty(), false);
    }

    static PictureQuery where(String condition) {
        return new PictureQuery(Optional.empty(), Optional.empty(), 1000, Optional.of(condition), false);
    }

    static List<String> keys(List<Found> found) {
        return found.stream().map(one -> one.picture().key()).toList();
    }

    /** Unit vectors in clusters, as those of pictures are. */
    static float[][] clustered(int n, int dim, int clusters, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] centres = new float[clusters][dim];
        for (float[] centre : centres) {
            fill(centre, random, 1, new float[dim]);
        }
        float[][] vectors = new float[n][dim];
        for (float[] vector : vectors) {
            fill(vector, random, 0.7, centres[random.nextInt(clusters)]);
        }
        return vectors;
    }

    private static void fill(float[] vector, SplittableRandom random, double noise, float[] centre) {
        for (int d = 0; d < vector.length; d++) {
            vector[d] = (float) (centre[d] + noise * random.nextGaussian() / Math.sqrt(vector.length));
        }
        Vectors.normalize(vector, 0, vector.length);
    }

    /** A picture of 8 × 8 pixels in two colours. */
    static byte[] png(int first, int second) {
        byte[] pixels = new byte[8 * 8 * 3];
        for (int p = 0; p < 64; p++) {
            int colour = p < 32 ? first : second;
            pixels[3 * p] = (byte) (colour >> 16);
            pixels[3 * p + 1] = (byte) (colour >> 8);
            pixels[3 * p + 2] = (byte) colour;
        }
        return RawPng.of(pixels, 8, 8, 3);
    }

    static IndexDescription of(ColourSpace space, Path model) {
        return new IndexDescription(IndexDescription.RUN, space.name(), List.of("tops", "bottoms"), space.dim(),
                new TwoWays(model.toString(), null), new TreeMap<>());
    }
}
