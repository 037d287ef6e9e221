package io.mode4j.report;

import io.mode4j.image.SquarePicture;
import java.io.IOException;
import java.util.Base64;

/** Pictures inside the page. Stateless. */
final class Thumbnails {

    private Thumbnails() {}

    /** The pixels {@code [3, S, S]} as a PNG in a data URI. */
    static String dataUri(byte[] pixels, int size) throws IOException {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(SquarePicture.encode(pixels, size, "png"));
    }
}
