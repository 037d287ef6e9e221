package io.mode4j.image;

import java.util.random.RandomGenerator;

/**
 * A part of a picture, in pixels. Immutable.
 *
 * <p>
 * Source: torchvision's {@code RandomResizedCrop}, which open_clip trains with.
 */
record CropBox(int left, int top, int width, int height) {

    private static final double NARROWEST = 3.0 / 4;
    private static final double WIDEST = 4.0 / 3;
    private static final int TRIES = 10;

    /**
     * A box of a random share of the picture's area, of [minArea, 1], and a random shape, of width to height between 3/4 and 4/3; when ten draws do not fit
     * into the picture, the largest box in its middle with such a shape.
     */
    static CropBox random(int width, int height, double minArea, RandomGenerator random) {
        double area = (double) width * height;
        for (int i = 0; i < TRIES; i++) {
            double wanted = area * (minArea + (1 - minArea) * random.nextDouble());
            double ratio = Math.exp(Math.log(NARROWEST) + (Math.log(WIDEST) - Math.log(NARROWEST)) * random.nextDouble());
            double w = Math.rint(Math.sqrt(wanted * ratio));
            double h = Math.rint(Math.sqrt(wanted / ratio));
            if (w > 0 && w <= width && h > 0 && h <= height) {
                int top = random.nextInt(height - (int) h + 1);
                return new CropBox(random.nextInt(width - (int) w + 1), top, (int) w, (int) h);
            }
        }
        return middle(width, height);
    }

    private static CropBox middle(int width, int height) {
        double ratio = (double) width / height;
        int w = ratio > WIDEST ? (int) Math.max(1, Math.rint(height * WIDEST)) : width;
        int h = ratio < NARROWEST ? (int) Math.max(1, Math.rint(width / NARROWEST)) : height;
        return new CropBox((width - w) / 2, (height - h) / 2, w, h);
    }
}
