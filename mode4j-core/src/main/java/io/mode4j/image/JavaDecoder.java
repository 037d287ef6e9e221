package io.mode4j.image;

import io.mode4j.image.Picture.Mode;
import io.mode4j.image.PictureHeader.Format;
import io.mode4j.image.UndecodableImageException.Cause;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes most PNG files itself, the others with ImageIO, JPEG too, and WebP with TwelveMonkeys. Stateless.
 */
final class JavaDecoder {

    private static final int PNG_DEPTH = 24;
    private static final int PNG_COLOR = 25;
    private static final int PNG_PALETTE = 3;
    private static final int YCCK = 2;

    private JavaDecoder() {}

    static Picture decode(byte[] file) throws UndecodableImageException {
        PictureHeader header = PictureHeader.of(file);
        Picture own = header.format() == Format.PNG ? PngDecoder.decode(file) : null;
        return own == null ? throughImageIo(file, header) : own;
    }

    static Picture throughImageIo(byte[] file, PictureHeader header) throws UndecodableImageException {
        String format = header.format().name();
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.toLowerCase(Locale.ROOT));
        if (!readers.hasNext()) {
            throw new UndecodableImageException(Cause.UNKNOWN_FORMAT, "no reader of " + format + " on the class path");
        }
        ImageReader reader = readers.next();
        try (MemoryCacheImageInputStream input = new EndingInput(file)) {
            return read(reader, input, file, header);
        } catch (UndecodableImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the readers throw both on damaged files
            throw new UndecodableImageException(Cause.DAMAGED, "damaged or unsupported " + format + ": " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    private static Picture read(ImageReader reader, MemoryCacheImageInputStream input, byte[] file, PictureHeader header)
            throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.setInput(input, true, true);
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        PictureHeader.checked(header.format(), reader.getWidth(0), reader.getHeight(0), 0);
        Picture picture;
        if (header.components() == 4) {
            picture = inks(reader.readRaster(0, null), JpegMarkers.adobeTransform(file) == YCCK);
        } else {
            BufferedImage image = reader.read(0);
            picture = isColored(file, header) ? colors(image) : samples(image.getRaster());
        }
        for (String warning : warnings) {
            if (warning.startsWith("Truncated File")) { // the JPEG reader fills what is missing with grey
                throw new UndecodableImageException(Cause.DAMAGED, "JPEG cut off: " + warning);
            }
        }
        return picture;
    }

    /** Ends the work of readers that go on at the end of a file: TwelveMonkeys' of WebP takes minutes to fill a large picture that way, an exception for each pixel. */
    private static final class EndingInput extends MemoryCacheImageInputStream {
        private static final int PATIENCE = 10_000;

        private int beyond;

        EndingInput(byte[] file) {
            super(new ByteArrayInputStream(file));
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value < 0 && ++beyond > PATIENCE) {
                throw new IOException("the file ends before the picture does");
            }
            return value;
        }
    }

    /** Whether pixels are entries of a palette or single bits. */
    private static boolean isColored(byte[] file, PictureHeader header) {
        return header.format() == Format.PNG && (file[PNG_COLOR] == PNG_PALETTE || file[PNG_DEPTH] == 1);
    }

    /** Samples as they are stored: converting colour spaces would cost time and give other values than Pillow. */
    private static Picture samples(Raster raster) throws UndecodableImageException {
        int bits = raster.getSampleModel().getSampleSize(0);
        int bands = raster.getNumBands();
        boolean wideGray = bits == 16 && bands == 1;
        Mode mode = switch (bands) {
            case 1 -> wideGray ? Mode.GRAY_16 : Mode.GRAY;
            case 2 -> Mode.GRAY_ALPHA;
            case 3 -> Mode.RGB;
            case 4 -> Mode.RGB_ALPHA;
            default -> throw new UndecodableImageException(Cause.DAMAGED, "a picture of " + bands + " samples a pixel");
        };
        int width = raster.getWidth();
        byte[] samples = new byte[Math.multiplyExact(raster.getHeight(), width * mode.bands())];
        int[] row = new int[width * bands];
        int full = (1 << Math.min(bits, 8)) - 1;
        for (int y = 0, out = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int value : row) {
                if (wideGray) {
                    samples[out++] = (byte) (value >> 8);
                    samples[out++] = (byte) value;
                } else {
                    samples[out++] = (byte) (bits > 8 ? value >> (bits - 8) : value * 255 / full);
                }
            }
        }
        return Picture.of(width, raster.getHeight(), mode, samples);
    }

    private static Picture colors(BufferedImage image) {
        int width = image.getWidth();
        byte[] rgb = new byte[Math.multiplyExact(3 * width, image.getHeight())];
        int[] row = new int[width];
        for (int y = 0, out = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                rgb[out++] = (byte) (argb >> 16);
                rgb[out++] = (byte) (argb >> 8);
                rgb[out++] = (byte) argb;
            }
        }
        return Picture.of(width, image.getHeight(), Mode.PALETTE, rgb);
    }

    /** Four inks; files hold them inverted, as Adobe's programs write them, and those of YCCK with the first three as brightness and colour. */
    private static Picture inks(Raster raster, boolean ycck) throws UndecodableImageException {
        if (raster.getNumBands() != 4) {
            throw new UndecodableImageException(Cause.DAMAGED, "a JPEG of 4 components with " + raster.getNumBands() + " in its pixels");
        }
        int width = raster.getWidth();
        byte[] inks = new byte[Math.multiplyExact(4 * width, raster.getHeight())];
        int[] row = new int[4 * width];
        for (int y = 0, out = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int in = 0; in < row.length; in += 4, out += 4) {
                if (ycck) {
                    toInverted(row, in);
                }
                for (int ink = 0; ink < 4; ink++) {
                    inks[out + ink] = (byte) (255 - row[in + ink]);
                }
            }
        }
        return Picture.of(width, raster.getHeight(), Mode.CMYK, inks);
    }

    /** JFIF's colours, inverted: what is left of white when the inks are taken away. */
    private static void toInverted(int[] row, int at) {
        double y = row[at];
        double blue = row[at + 1] - 128;
        double red = row[at + 2] - 128;
        row[at] = 255 - channel(y + 1.402 * red);
        row[at + 1] = 255 - channel(y - 0.344136 * blue - 0.714136 * red);
        row[at + 2] = 255 - channel(y + 1.772 * blue);
    }

    private static int channel(double value) {
        return Math.clamp(Math.round(value), 0, 255);
    }
}
