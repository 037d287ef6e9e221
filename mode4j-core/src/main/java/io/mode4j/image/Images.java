package io.mode4j.image;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * From encoded pictures to the square of pixels a model sees, as open_clip does it with Pillow. Immutable; safe for use by many threads. S is the side of the
 * square in pixels.
 *
 * <p>
 * Colour profiles and EXIF orientation are ignored and opacity is dropped. Seeing resizes a picture as it is stored and makes red, green and blue of it
 * afterwards: palettes by the nearest pixel, colours weighted by their opacity, CMYK as inks. Training makes red, green and blue first. A picture that
 * already is {@code S × S} keeps its pixels.
 */
public final class Images {

    /**
     * A large JPEG is decoded at a half, quarter or eighth while this many samples are left for a pixel along the shortest side: enough for the antialiased result
     * to be the same within a small part of a unit.
     */
    private static final int SAMPLES_A_PIXEL = 3;

    private static final Scratch CENTERED = new Scratch();

    private final PictureDecoder decoder;

    /**
     * Pictures through a decoder.
     *
     * @param decoder
     *            is asked by as many threads as call
     */
    public Images(PictureDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * The picture for evaluation: shortest side to S (bicubic, antialiased), then the middle.
     *
     * @param encoded
     *            a whole JPEG, PNG or WebP file
     * @return {@code [3, S, S]} unsigned bytes, RGB
     * @throws UndecodableImageException
     *             naming the cause
     */
    public byte[] decode(byte[] encoded, int size) throws UndecodableImageException {
        return Resize.shortestSideAndCrop(read(encoded, size), size);
    }

    /**
     * Several pictures for evaluation, on all cores, each as {@link #decode(byte[], int)}.
     *
     * @param encoded
     *            whole files
     * @return {@code [n, 3, S, S]} unsigned bytes, RGB
     * @throws UndecodableImageException
     *             naming the cause, if one cannot be decoded
     */
    public byte[] decode(List<byte[]> encoded, int size) throws UndecodableImageException {
        byte[] pixels = new byte[Math.multiplyExact(encoded.size(), 3 * size * size)];
        Optional<UndecodableImageException> failure = IntStream.range(0, encoded.size())
                .parallel()
                .mapToObj(i -> decode(encoded.get(i), size, pixels, i * 3 * size * size))
                .flatMap(Optional::stream)
                .findFirst();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return pixels;
    }

    /** Puts a picture's pixels in their place; returns what is wrong with it, if something is. */
    private Optional<UndecodableImageException> decode(byte[] encoded, int size, byte[] pixels, int place) {
        try {
            System.arraycopy(decode(encoded, size), 0, pixels, place, 3 * size * size);
            return Optional.empty();
        } catch (UndecodableImageException e) {
            return Optional.of(e);
        }
    }

    /**
     * The picture for training, a function of the file and of what the generator gives: a random crop when the augmentation has one, otherwise shortest side and middle
     * as {@link #decode}; then shift and gain.
     *
     * @return {@code [3, S, S]} unsigned bytes, RGB
     * @throws UndecodableImageException
     *             naming the cause
     */
    public byte[] decode(byte[] encoded, int size, Augmentation augmentation, RandomGenerator random) throws UndecodableImageException {
        Picture picture = read(encoded, size).toRgb();
        byte[] pixels = augmentation.crops()
                ? Resize.crop(picture, CropBox.random(picture.width(), picture.height(), augmentation.cropArea(), random), size)
                : Resize.shortestSideAndCrop(picture, size);
        return augmentation.apply(pixels, size, random);
    }

    /**
     * What the image tower takes: {@code (p / 255 - mean) / std}, with a mean and a deviation for each of red, green and blue.
     *
     * @param pixels
     *            {@code [3, S, S]}
     * @param into
     *            {@code [3, S, S]}, filled
     */
    public static void normalize(byte[] pixels, float[] mean, float[] std, float[] into) {
        int area = pixels.length / 3;
        byte[] centered = CENTERED.bytes(pixels.length); // C2 makes floats of signed bytes in vector instructions, not of unsigned ones
        System.arraycopy(pixels, 0, centered, 0, pixels.length);
        WeightedLines.center(centered, 0, pixels.length);
        for (int channel = 0; channel < 3; channel++) {
            double scale = 1 / (255.0 * std[channel]);
            double middle = 128 * scale - mean[channel] / (double) std[channel];
            scale(centered, channel * area, (channel + 1) * area, (float) scale, (float) middle, into);
        }
    }

    private static void scale(byte[] centered, int from, int end, float scale, float middle, float[] into) {
        for (int i = from; i < end; i++) {
            into[i] = Math.fma((float) centered[i], scale, middle);
        }
    }

    private Picture read(byte[] encoded, int size) throws UndecodableImageException {
        if (size < 1) {
            throw new IllegalArgumentException("image size must be at least 1, not " + size);
        }
        return decoder.decode(encoded, Math.multiplyExact(SAMPLES_A_PIXEL, size));
    }
}
