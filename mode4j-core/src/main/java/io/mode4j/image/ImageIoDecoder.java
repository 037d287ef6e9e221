package io.mode4j.image;

import io.mode4j.image.Images.Format;
import io.mode4j.image.UndecodableImageException.Cause;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes with the readers of ImageIO (JPEG, PNG) and TwelveMonkeys (WebP). Stateless. */
final class ImageIoDecoder {

    private ImageIoDecoder() {}

    static Rgb decode(byte[] encoded, Format format) throws UndecodableImageException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
        if (!readers.hasNext()) {
            throw new UndecodableImageException(Cause.UNKNOWN_FORMAT, "no reader of " + format + " on the class path");
        }
        if (format == Format.WEBP) {
            checkLength(encoded);
        }
        ImageReader reader = readers.next();
        try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            return read(reader, input);
        } catch (UndecodableImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the readers throw both on damaged files
            throw new UndecodableImageException(Cause.DAMAGED, "damaged or unsupported " + format + ": " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    /** The WebP reader fills what is missing with black. */
    private static void checkLength(byte[] webp) throws UndecodableImageException {
        long claimed = Integer.toUnsignedLong(ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).getInt(4)) + 8;
        if (claimed > webp.length) {
            throw new UndecodableImageException(Cause.DAMAGED, "WebP cut off after " + webp.length + " of " + claimed + " bytes");
        }
    }

    private static Rgb read(ImageReader reader, MemoryCacheImageInputStream input) throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.setInput(input, true, true);
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        Images.checkPixels(reader.getWidth(0), reader.getHeight(0));
        BufferedImage image = reader.read(0);
        for (String warning : warnings) {
            if (warning.startsWith("Truncated File")) { // the JPEG reader fills what is missing with grey
                throw new UndecodableImageException(Cause.DAMAGED, "JPEG cut off: " + warning);
            }
        }
        return toRgb(image);
    }

    /** Samples as they are stored: converting colour spaces would cost time and give other values than Pillow. */
    private static Rgb toRgb(BufferedImage image) {
        ColorModel model = image.getColorModel();
        int bits = model.getComponentSize(0);
        if (model instanceof IndexColorModel || (bits != 8 && bits != 16)) {
            return fromColors(image);
        }
        int width = image.getWidth();
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int green = bands < 3 ? 0 : 1;
        int blue = bands < 3 ? 0 : 2;
        byte[] rgb = new byte[3 * width * image.getHeight()];
        int[] row = new int[width * bands];
        for (int y = 0, out = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int in = 0; in < row.length; in += bands, out += 3) {
                int alpha = model.hasAlpha() ? row[in + bands - 1] >> (bits - 8) : 255;
                rgb[out] = Rgb.overWhite(row[in] >> (bits - 8), alpha);
                rgb[out + 1] = Rgb.overWhite(row[in + green] >> (bits - 8), alpha);
                rgb[out + 2] = Rgb.overWhite(row[in + blue] >> (bits - 8), alpha);
            }
        }
        return new Rgb(width, image.getHeight(), rgb);
    }

    private static Rgb fromColors(BufferedImage image) {
        int width = image.getWidth();
        byte[] rgb = new byte[3 * width * image.getHeight()];
        int[] row = new int[width];
        for (int y = 0, out = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                int alpha = argb >>> 24;
                rgb[out++] = Rgb.overWhite(argb >> 16 & 0xFF, alpha);
                rgb[out++] = Rgb.overWhite(argb >> 8 & 0xFF, alpha);
                rgb[out++] = Rgb.overWhite(argb & 0xFF, alpha);
            }
        }
        return new Rgb(width, image.getHeight(), rgb);
    }
}
