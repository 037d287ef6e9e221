package io.mode4j.image;

/** Resizing by the nearest pixel, as Pillow does it with palettes and single bits. Stateless. */
final class NearestPixel {

    private NearestPixel() {}

    /**
     * The input sample of each output sample. Pillow adds the step from one output sample to the next up, and where a sum of them should lie on the border
     * between two pixels, its rounding decides; so they are added up here.
     *
     * @param from
     *            the first input sample of those that are resized
     * @param count
     *            how many these are
     * @param length
     *            samples that they become
     * @param skip
     *            how many of them come before the first that is wanted
     * @param n
     *            how many are wanted
     */
    static int[] of(int from, int count, long length, long skip, int n) {
        double step = (double) count / length;
        double at = from + step * 0.5;
        for (long i = 0; i < skip; i++) {
            at += step;
        }
        int[] nearest = new int[n];
        for (int i = 0; i < n; i++) {
            nearest[i] = Math.min(count - 1, (int) at);
            at += step;
        }
        return nearest;
    }
}
