package io.mode4j.image;

import java.util.random.RandomGenerator;

/**
 * Small random changes of a training picture that leave its caption true: a crop, a shift, with the border's pixels repeated behind it, and a gain of each
 * colour. Immutable.
 *
 * @param cropArea
 *            a random crop keeps at least this share of the picture's area (open_clip: 0.9); 1 for no crop at all, but the middle of the picture
 * @param maxShift
 *            the most pixels the picture moves along each axis, either way; 0 for none
 * @param colorGain
 *            each channel is multiplied by a factor drawn from [1 - this, 1 + this]; 0 for none
 */
public record Augmentation(double cropArea, int maxShift, double colorGain) {

    /** What open_clip trains with: crops of 0.9 to 1 of the area. */
    private static final double OPEN_CLIP = 0.9;
    private static final int OPEN_CLIP_SIZE = 224;

    /** Checks the ranges. */
    public Augmentation {
        if (!(cropArea > 0 && cropArea <= 1) || maxShift < 0 || !(colorGain >= 0 && colorGain < 1)) {
            throw new IllegalArgumentException("a crop's area must be in (0, 1], a shift at least 0 and a gain in [0, 1), not "
                    + cropArea + ", " + maxShift + " and " + colorGain);
        }
    }

    /** No change at all. */
    public static Augmentation none() {
        return new Augmentation(1, 0, 0);
    }

    /** The crop that suits a model: open_clip's for those of 224 pixels and more; none for smaller ones, whose pictures often are of the model's size already. */
    public static double usualCropArea(int imageSize) {
        return imageSize >= OPEN_CLIP_SIZE ? OPEN_CLIP : 1;
    }

    /** Whether a random crop is taken. */
    boolean crops() {
        return cropArea < 1;
    }

    /**
     * The picture shifted and gained, a function of the picture and of what the generator gives.
     *
     * @param pixels
     *            {@code [3, size, size]}, not modified; the result itself if there is nothing to change
     */
    byte[] apply(byte[] pixels, int size, RandomGenerator random) {
        if (maxShift == 0 && colorGain == 0) {
            return pixels;
        }
        int dx = random.nextInt(2 * maxShift + 1) - maxShift;
        int dy = random.nextInt(2 * maxShift + 1) - maxShift;
        byte[] out = new byte[pixels.length];
        for (int channel = 0; channel < 3; channel++) {
            byte[] gained = gain(1 + colorGain * (2 * random.nextDouble() - 1));
            int plane = channel * size * size;
            for (int y = 0; y < size; y++) {
                int from = plane + Math.clamp(y - dy, 0, size - 1) * size;
                int to = plane + y * size;
                for (int x = 0; x < size; x++) {
                    out[to + x] = gained[pixels[from + Math.clamp(x - dx, 0, size - 1)] & 0xFF];
                }
            }
        }
        return out;
    }

    private static byte[] gain(double factor) {
        byte[] table = new byte[256];
        for (int value = 0; value < 256; value++) {
            table[value] = (byte) Math.min(255, Math.round(value * factor));
        }
        return table;
    }
}
