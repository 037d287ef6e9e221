package io.mode4j.mixture;

import io.mode4j.image.Images;
import io.mode4j.image.UndecodableImageException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pictures on their way through several models: decoded once for all of one size. Not thread-safe. */
final class Pixels {

    private final Images images;
    private final List<byte[]> pictures;
    private final Map<Integer, byte[]> bySize = new HashMap<>();

    Pixels(Images images, List<byte[]> pictures) {
        this.images = images;
        this.pictures = pictures;
    }

    /** L2-normalised features [n, E] by a model. */
    float[][] features(ExpertModel model) throws IOException {
        return model.clip().imageFeatures(of(model.config().vision().imageSize()), pictures.size());
    }

    private byte[] of(int size) throws UndecodableImageException {
        byte[] pixels = bySize.get(size);
        if (pixels == null) {
            pixels = images.decode(pictures, size);
            bySize.put(size, pixels);
        }
        return pixels;
    }
}
