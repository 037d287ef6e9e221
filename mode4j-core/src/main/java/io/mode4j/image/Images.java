package io.mode4j.image;

import io.mode4j.image.UndecodableImageException.Cause;

/**
 * Decodes JPEG, PNG and WebP to the square of pixels a model sees. Stateless; safe for use by many threads.
 *
 * <p>
 * The shortest side is resized to the model's size (bicubic, antialiased), the middle is cut out. Transparency is painted over white; colour
 * profiles and EXIF orientation are ignored, as open_clip does. A picture that already is {@code size × size} keeps its pixels.
 */
public final class Images {

    /** Pictures whose header claims more pixels than this are refused before anything is allocated for them; Pillow's limit. */
    public static final long MAX_PIXELS = 89_478_485;

    private Images() {}

    /**
     * Decodes one picture.
     *
     * @param encoded
     *            a whole JPEG, PNG or WebP file
     * @param size
     *            S, the side of the result
     * @return {@code [3, S, S]} unsigned bytes, RGB
     * @throws UndecodableImageException
     *             naming the cause
     */
    public static byte[] decode(byte[] encoded, int size) throws UndecodableImageException {
        if (size < 1) {
            throw new IllegalArgumentException("image size must be at least 1, not " + size);
        }
        Rgb picture = decode(encoded);
        return picture.width() == size && picture.height() == size
                ? picture.planes()
                : Resize.shortestSideAndCrop(picture, size).planes();
    }

    private static Rgb decode(byte[] encoded) throws UndecodableImageException {
        Format format = Format.of(encoded);
        if (format == Format.PNG) {
            Rgb picture = PngDecoder.decode(encoded);
            if (picture != null) {
                return picture;
            }
        }
        return ImageIoDecoder.decode(encoded, format);
    }

    static void checkPixels(long width, long height) throws UndecodableImageException {
        if (width < 1 || height < 1) {
            throw new UndecodableImageException(Cause.DAMAGED, "the header claims " + width + "×" + height + " pixels");
        }
        if (width > MAX_PIXELS || height > MAX_PIXELS || width * height > MAX_PIXELS) {
            throw new UndecodableImageException(Cause.TOO_LARGE,
                    "the header claims " + width + "×" + height + " pixels, more than the limit of " + MAX_PIXELS);
        }
    }

    /** What the first bytes say. */
    enum Format {
        JPEG, PNG, WEBP;

        static Format of(byte[] file) throws UndecodableImageException {
            if (startsWith(file, 0, 0xFF, 0xD8, 0xFF)) {
                return JPEG;
            }
            if (startsWith(file, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
                return PNG;
            }
            if (startsWith(file, 0, 'R', 'I', 'F', 'F') && startsWith(file, 8, 'W', 'E', 'B', 'P')) {
                return WEBP;
            }
            throw new UndecodableImageException(Cause.UNKNOWN_FORMAT, file.length == 0
                    ? "the picture has no bytes"
                    : "expected a JPEG, PNG or WebP file, found one of " + file.length + " bytes that is none");
        }

        private static boolean startsWith(byte[] file, int at, int... bytes) {
            if (file.length < at + bytes.length) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if ((file[at + i] & 0xFF) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
