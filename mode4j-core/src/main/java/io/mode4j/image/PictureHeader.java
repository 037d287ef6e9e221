package io.mode4j.image;

import io.mode4j.image.UndecodableImageException.Cause;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the first bytes of a file say of the picture in it. Immutable.
 *
 * <p>
 * Sources: ITU-T T.81 annex B (JPEG), PNG specification §11.2, RFC 9649 (WebP).
 *
 * @param format
 *            of the file
 * @param width
 *            in pixels, at least 1
 * @param height
 *            in pixels, at least 1
 * @param components
 *            of a JPEG's pixels: 1 grey, 3 colour, 4 CMYK; 0 for other formats
 */
public record PictureHeader(Format format, int width, int height, int components) {

    /** File formats that are read. */
    public enum Format {
        /** JPEG. */
        JPEG,
        /** PNG. */
        PNG,
        /** WebP, lossy or lossless. */
        WEBP
    }

    /** Pictures whose header claims more pixels than this are refused before anything is allocated for them; Pillow's limit. */
    public static final long MAX_PIXELS = 89_478_485;

    /**
     * Reads a header.
     *
     * @throws UndecodableImageException
     *             if the file is none of the formats, is cut off, or claims more than {@link #MAX_PIXELS}
     */
    public static PictureHeader of(byte[] file) throws UndecodableImageException {
        return switch (format(file)) {
            case JPEG -> JpegMarkers.header(file);
            case PNG -> png(file);
            case WEBP -> webp(file);
        };
    }

    /** What the first bytes say. */
    static Format format(byte[] file) throws UndecodableImageException {
        if (startsWith(file, 0, 0xFF, 0xD8, 0xFF)) {
            return Format.JPEG;
        }
        if (startsWith(file, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return Format.PNG;
        }
        if (startsWith(file, 0, 'R', 'I', 'F', 'F') && startsWith(file, 8, 'W', 'E', 'B', 'P')) {
            return Format.WEBP;
        }
        throw new UndecodableImageException(Cause.UNKNOWN_FORMAT, file.length == 0
                ? "the picture has no bytes"
                : "expected a JPEG, PNG or WebP file, found one of " + file.length + " bytes that is none");
    }

    static PictureHeader checked(Format format, long width, long height, int components) throws UndecodableImageException {
        if (width < 1 || height < 1) {
            throw new UndecodableImageException(Cause.DAMAGED, "the header claims " + width + "×" + height + " pixels");
        }
        if (width > MAX_PIXELS || height > MAX_PIXELS || width * height > MAX_PIXELS) {
            throw new UndecodableImageException(Cause.TOO_LARGE,
                    "the header claims " + width + "×" + height + " pixels, more than the limit of " + MAX_PIXELS);
        }
        return new PictureHeader(format, (int) width, (int) height, components);
    }

    private static PictureHeader png(byte[] file) throws UndecodableImageException {
        if (file.length < 33 || !startsWith(file, 12, 'I', 'H', 'D', 'R')) {
            throw new UndecodableImageException(Cause.DAMAGED, "PNG without a header");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file);
        return checked(Format.PNG, Integer.toUnsignedLong(bytes.getInt(16)), Integer.toUnsignedLong(bytes.getInt(20)), 0);
    }

    private static PictureHeader webp(byte[] file) throws UndecodableImageException {
        if (file.length < 30) {
            throw new UndecodableImageException(Cause.DAMAGED, "WebP cut off after " + file.length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long claimed = Integer.toUnsignedLong(bytes.getInt(4)) + 8;
        if (claimed > file.length) {
            throw new UndecodableImageException(Cause.DAMAGED, "WebP cut off after " + file.length + " of " + claimed + " bytes");
        }
        if (startsWith(file, 12, 'V', 'P', '8', 'X')) {
            return checked(Format.WEBP, (bytes.getInt(24) & 0xFFFFFF) + 1L, (bytes.getInt(26) >>> 8) + 1L, 0);
        }
        if (startsWith(file, 12, 'V', 'P', '8', 'L')) {
            int packed = bytes.getInt(21);
            return checked(Format.WEBP, (packed & 0x3FFF) + 1L, ((packed >> 14) & 0x3FFF) + 1L, 0);
        }
        if (startsWith(file, 12, 'V', 'P', '8', ' ')) {
            return checked(Format.WEBP, bytes.getShort(26) & 0x3FFF, bytes.getShort(28) & 0x3FFF, 0);
        }
        throw new UndecodableImageException(Cause.DAMAGED, "WebP without a picture in its first chunk");
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
