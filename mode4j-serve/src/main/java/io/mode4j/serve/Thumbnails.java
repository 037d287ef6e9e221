package io.mode4j.serve;

import io.mode4j.image.Images;
import io.mode4j.image.SquarePicture;
import io.mode4j.opencv.OpenCvDecoder;
import io.mode4j.search.IndexedPicture;
import io.mode4j.search.PictureIndex;
import java.io.IOException;
import java.util.Optional;

/** Small squares of pictures as JPEG; those asked last are kept. Safe for use by many threads. */
final class Thumbnails {
    static final String TYPE = "image/jpeg";
    private static final int SIDE = 256;
    private static final int KEPT = 4_096;

    private final Images images = new Images(new OpenCvDecoder());
    private final Recent<String, byte[]> byHash = new Recent<>(KEPT);

    /** The middle of a picture of an index, {@value #SIDE} pixels a side. */
    byte[] of(PictureIndex index, IndexedPicture picture) throws IOException {
        Optional<byte[]> known = byHash.get(picture.hash());
        if (known.isPresent()) {
            return known.get();
        }
        byte[] made = SquarePicture.encode(images.decode(index.bytes(picture), SIDE), SIDE, "jpeg");
        byHash.put(picture.hash(), made);
        return made;
    }
}
