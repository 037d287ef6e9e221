package io.mode4j.image;

import io.mode4j.image.Picture.Mode;
import io.mode4j.image.PictureHeader.Format;
import io.mode4j.image.UndecodableImageException.Cause;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the PNG files that nearly all are: 8 bits a channel, not interlaced. Small icons cost a quarter of ImageIO's time, which goes into
 * set-up. Holds one file's state: use one instance a file.
 *
 * <p>
 * Source: PNG specification (W3C, third edition), chunk layout §5, filters §9.
 */
final class PngDecoder {

    private static final int SIGNATURE = 8;
    private static final int GRAY = 0;
    private static final int COLOR = 2;
    private static final int PALETTE = 3;
    private static final int GRAY_ALPHA = 4;
    private static final int COLOR_ALPHA = 6;

    private final byte[] encoded;
    private final ByteBuffer file;
    private int width;
    private int height;
    private int colorType;
    private byte[] palette = new byte[0];

    private PngDecoder(byte[] encoded) {
        this.encoded = encoded;
        file = ByteBuffer.wrap(encoded);
    }

    /** The picture, or null if the file is of a kind that is left to ImageIO. */
    static @Nullable Picture decode(byte[] encoded) throws UndecodableImageException {
        PngDecoder decoder = new PngDecoder(encoded);
        Inflater inflater = new Inflater();
        try {
            return decoder.decode(inflater);
        } catch (DataFormatException e) {
            throw new UndecodableImageException(Cause.DAMAGED, "PNG with damaged pixel data: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private @Nullable Picture decode(Inflater inflater) throws UndecodableImageException, DataFormatException {
        if (!header()) {
            return null;
        }
        int stride = 1 + width * channels();
        byte[] rows = new byte[Math.multiplyExact(height, stride)];
        int filled = 0;
        while (filled < rows.length) {
            ByteBuffer data = chunk();
            switch (type(data)) {
                case "PLTE" -> palette = bytes(data);
                case "IDAT" -> {
                    inflater.setInput(data);
                    filled += inflater.inflate(rows, filled, rows.length - filled);
                }
                case "IEND" -> throw damaged("PNG ends after " + filled + " of " + rows.length + " bytes of pixels");
                default -> {
                    // what describes the picture without changing its samples; Pillow drops a transparent colour too
                }
            }
        }
        PngFilter.undo(rows, height, stride, channels());
        return Picture.of(width, height, mode(), colorType == PALETTE ? colors(rows, stride) : samples(rows, stride));
    }

    /** Reads the header; whether this decoder can go on. */
    private boolean header() throws UndecodableImageException {
        file.position(SIGNATURE);
        ByteBuffer data = chunk();
        if (!type(data).equals("IHDR") || data.remaining() != 13) {
            throw damaged("PNG without a header");
        }
        PictureHeader header = PictureHeader.checked(Format.PNG, Integer.toUnsignedLong(data.getInt()),
                Integer.toUnsignedLong(data.getInt()), 0);
        width = header.width();
        height = header.height();
        int depth = data.get();
        colorType = data.get();
        boolean known = colorType == GRAY || (colorType >= COLOR && colorType <= GRAY_ALPHA) || colorType == COLOR_ALPHA;
        return known && depth == 8 && data.get() == 0 && data.get() == 0 && data.get() == 0
                && (long) height * (1 + (long) width * channels()) < Integer.MAX_VALUE - 8;
    }

    /** The next chunk's data, checked; its type stands in the four bytes before. */
    private ByteBuffer chunk() throws UndecodableImageException {
        if (file.remaining() < 12) {
            throw damaged("PNG cut off at byte " + file.limit());
        }
        int length = file.getInt();
        if (length < 0 || length > file.remaining() - 8) {
            throw damaged("PNG chunk of " + Integer.toUnsignedLong(length) + " bytes at byte " + (file.position() - 4)
                    + " of a file of " + file.limit());
        }
        CRC32 crc = new CRC32();
        crc.update(encoded, file.position(), 4 + length);
        ByteBuffer data = file.duplicate().position(file.position() + 4).limit(file.position() + 4 + length);
        file.position(data.limit());
        if (file.getInt() != (int) crc.getValue()) {
            throw damaged("PNG chunk " + type(data) + " with a wrong checksum");
        }
        return data;
    }

    private String type(ByteBuffer data) {
        return new String(encoded, data.position() - 4, 4, StandardCharsets.ISO_8859_1);
    }

    private byte[] bytes(ByteBuffer data) {
        return Arrays.copyOfRange(encoded, data.position(), data.limit());
    }

    private int channels() {
        return switch (colorType) {
            case COLOR -> 3;
            case GRAY_ALPHA -> 2;
            case COLOR_ALPHA -> 4;
            default -> 1;
        };
    }

    private Mode mode() {
        return switch (colorType) {
            case COLOR -> Mode.RGB;
            case PALETTE -> Mode.PALETTE;
            case GRAY_ALPHA -> Mode.GRAY_ALPHA;
            case COLOR_ALPHA -> Mode.RGB_ALPHA;
            default -> Mode.GRAY;
        };
    }

    private byte[] samples(byte[] rows, int stride) {
        byte[] samples = new byte[height * (stride - 1)];
        for (int y = 0; y < height; y++) {
            System.arraycopy(rows, y * stride + 1, samples, y * (stride - 1), stride - 1);
        }
        return samples;
    }

    private byte[] colors(byte[] rows, int stride) throws UndecodableImageException {
        byte[] rgb = new byte[Math.multiplyExact(3 * width, height)];
        for (int y = 0, out = 0; y < height; y++) {
            for (int in = y * stride + 1; in < (y + 1) * stride; in++, out += 3) {
                int entry = rows[in] & 0xFF;
                if (3 * entry + 3 > palette.length) {
                    throw damaged("PNG pixel with colour " + entry + " of a palette of " + palette.length / 3);
                }
                System.arraycopy(palette, 3 * entry, rgb, out, 3);
            }
        }
        return rgb;
    }

    private static UndecodableImageException damaged(String message) {
        return new UndecodableImageException(Cause.DAMAGED, message);
    }
}
