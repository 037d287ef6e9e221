package io.mode4j.serve;

import io.mode4j.image.Images;
import io.mode4j.opencv.OpenCvDecoder;
import io.mode4j.search.IndexedPicture;
import io.mode4j.search.PictureIndex;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/** Small squares of pictures as JPEG; those asked last are kept. Safe for use by many threads. */
final class Thumbnails {
    static final String TYPE = "image/jpeg";
    private static final int SIDE = 256;
    private static final int KEPT = 4_096;

    private final Images images = new Images(new OpenCvDecoder());
    private final Map<String, byte[]> byHash = new LinkedHashMap<>(); // guarded by itself; the one that was asked last comes last

    /** The middle of a picture of an index, {@value #SIDE} pixels a side. */
    byte[] of(PictureIndex index, IndexedPicture picture) throws IOException {
        synchronized (byHash) {
            byte[] known = byHash.remove(picture.hash());
            if (known != null) {
                byHash.put(picture.hash(), known);
                return known;
            }
        }
        byte[] made = jpeg(index.bytes(picture));
        synchronized (byHash) {
            if (byHash.size() == KEPT) {
                byHash.remove(byHash.keySet().iterator().next());
            }
            byHash.put(picture.hash(), made);
        }
        return made;
    }

    private byte[] jpeg(byte[] file) throws IOException {
        byte[] planes = images.decode(file, SIDE);
        int plane = SIDE * SIDE;
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = (planes[i] & 0xFF) << 16 | (planes[plane + i] & 0xFF) << 8 | (planes[2 * plane + i] & 0xFF);
            image.setRGB(i % SIDE, i / SIDE, rgb);
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", jpeg);
        return jpeg.toByteArray();
    }
}
