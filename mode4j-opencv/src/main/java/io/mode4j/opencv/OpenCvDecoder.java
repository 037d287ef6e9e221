package io.mode4j.opencv;

import io.mode4j.image.Picture.Mode;
import io.mode4j.image.Picture;
import io.mode4j.image.PictureDecoder;
import io.mode4j.image.PictureHeader.Format;
import io.mode4j.image.PictureHeader;
import io.mode4j.image.Scratch;
import io.mode4j.image.UndecodableImageException.Cause;
import io.mode4j.image.UndecodableImageException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * JPEG through libjpeg-turbo and WebP through libwebp; PNG, and the rare JPEG in CMYK, through plain Java. Stateless, safe for use by many threads; the
 * libraries are loaded with the first picture that needs them.
 *
 * <p>
 * The header is read in Java before native code sees the file, and the end marker is looked for: the libraries fill what is missing with grey. Native memory is freed
 * before a call returns.
 */
public final class OpenCvDecoder implements PictureDecoder {

    private static final int MOST_REDUCTION = 8;
    /** What makes OpenCV's flag for full size one for half, a quarter, an eighth: IMREAD_REDUCED_GRAYSCALE_2, _4, _8. */
    private static final int REDUCED = opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2 / 2;

    /** Of JPEG files. */
    private static final Scratch SAMPLES = new Scratch();

    private final PictureDecoder others = PictureDecoder.plainJava();

    /** Done once, before the first picture. */
    private static final class Library {
        static {
            OpenCvLog.silence();
            opencv_core.setNumThreads(1); // callers decode on all cores
        }

        static Mat decode(Mat encoded, int flags) {
            return opencv_imgcodecs.imdecode(encoded, flags);
        }
    }

    @Override
    public Picture decode(byte[] file, int enough) throws UndecodableImageException {
        PictureHeader header = PictureHeader.of(file);
        if (header.format() == Format.WEBP) {
            return webp(file, header);
        }
        if (header.format() == Format.JPEG && (header.components() == 1 || header.components() == 3)) {
            return jpeg(file, header, enough);
        }
        return others.decode(file, enough);
    }

    private static Picture jpeg(byte[] file, PictureHeader header, int enough) throws UndecodableImageException {
        int shortest = Math.min(header.width(), header.height());
        int reduction = 1;
        while (reduction < MOST_REDUCTION && shortest / (2 * reduction) >= enough) {
            reduction *= 2;
        }
        boolean gray = header.components() == 1;
        int flags = (gray ? opencv_imgcodecs.IMREAD_GRAYSCALE : opencv_imgcodecs.IMREAD_COLOR_RGB)
                | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION | (reduction == 1 ? 0 : REDUCED * reduction);
        return decode(file, flags, header, reduction, gray ? Mode.GRAY : Mode.RGB);
    }

    private static Picture webp(byte[] file, PictureHeader header) throws UndecodableImageException {
        Picture picture = decode(file, opencv_imgcodecs.IMREAD_UNCHANGED, header, 1, null);
        byte[] samples = picture.samples(); // blue first
        for (int at = 0, bands = picture.mode().bands(); at < samples.length; at += bands) {
            byte blue = samples[at];
            samples[at] = samples[at + 2];
            samples[at + 2] = blue;
        }
        return picture;
    }

    /** Mode null: RGB, with opacity where the file has it. */
    private static Picture decode(byte[] file, int flags, PictureHeader header, int reduction, @Nullable Mode mode)
            throws UndecodableImageException {
        try (BytePointer bytes = new BytePointer(file);
                Mat encoded = new Mat(1, file.length, opencv_core.CV_8UC1, bytes);
                Mat decoded = Library.decode(encoded, flags)) {
            Mode found = mode != null ? mode : decoded.channels() == 4 ? Mode.RGB_ALPHA : Mode.RGB;
            int width = (header.width() + reduction - 1) / reduction;
            int height = (header.height() + reduction - 1) / reduction;
            if (decoded.cols() != width || decoded.rows() != height || decoded.type() != opencv_core.CV_8UC(found.bands())
                    || !decoded.isContinuous()) {
                throw damaged(header, "it cannot be decoded", null);
            }
            int length = Math.multiplyExact(width * found.bands(), height);
            byte[] samples = mode != null ? SAMPLES.bytes(length) : new byte[length];
            decoded.data().get(samples, 0, length);
            return new Picture(header.width(), header.height(), reduction, found, samples);
        } catch (RuntimeException e) { // OpenCV's own exceptions
            throw damaged(header, String.valueOf(e.getMessage()), e);
        }
    }

    private static UndecodableImageException damaged(PictureHeader header, String what, @Nullable Throwable cause) {
        String message = "damaged or unsupported " + header.format() + " of " + header.width() + "×" + header.height() + ": " + what;
        return cause == null
                ? new UndecodableImageException(Cause.DAMAGED, message)
                : new UndecodableImageException(Cause.DAMAGED, message, cause);
    }
}
