package io.mode4j.image;

import io.mode4j.image.Picture.Mode;

/**
 * Red, green and blue of every {@link Mode}, and opacity multiplied into colours and out again: Pillow's integer arithmetic. Stateless.
 */
final class ToRgb {

    private ToRgb() {}

    /** From {@code [n, bands]} to {@code [n, 3]}. */
    static byte[] interleaved(Mode mode, byte[] samples, int pixels) {
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            pixel(mode, samples, i * mode.bands(), 1, rgb, 3 * i, 1);
        }
        return rgb;
    }

    /** From {@code [bands, n]} to {@code [3, n]}. */
    static byte[] planes(Mode mode, byte[] samples) {
        if (mode.bands() == 3) {
            return samples;
        }
        int pixels = samples.length / mode.bands();
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0; i < pixels; i++) {
            pixel(mode, samples, i, pixels, rgb, i, pixels);
        }
        return rgb;
    }

    private static void pixel(Mode mode, byte[] in, int at, int step, byte[] out, int to, int outStep) {
        switch (mode) {
            case GRAY, GRAY_ALPHA -> gray(in[at], out, to, outStep);
            case GRAY_16 -> gray(in[at] == 0 ? in[at + step] : (byte) 255, out, to, outStep); // Pillow clips instead of scaling
            case RGB, PALETTE, RGB_ALPHA -> {
                out[to] = in[at];
                out[to + outStep] = in[at + step];
                out[to + 2 * outStep] = in[at + 2 * step];
            }
            case CMYK -> {
                int light = 255 - (in[at + 3 * step] & 0xFF);
                for (int ink = 0; ink < 3; ink++) {
                    out[to + ink * outStep] = (byte) (light - scaled(in[at + ink * step] & 0xFF, light));
                }
            }
        }
    }

    private static void gray(byte value, byte[] out, int to, int step) {
        out[to] = value;
        out[to + step] = value;
        out[to + 2 * step] = value;
    }

    /** Multiplies opacity, the last band, into the others of {@code [n, bands]}, in place. */
    static void premultiply(byte[] samples, int bands) {
        for (int at = 0; at < samples.length; at += bands) {
            int alpha = samples[at + bands - 1] & 0xFF;
            for (int band = 0; band < bands - 1; band++) {
                samples[at + band] = (byte) scaled(samples[at + band] & 0xFF, alpha);
            }
        }
    }

    /** Divides the other bands of {@code [bands, n]} by opacity, the last band, in place. */
    static void unpremultiply(byte[] planes, int bands) {
        int pixels = planes.length / bands;
        for (int i = 0; i < pixels; i++) {
            int alpha = planes[(bands - 1) * pixels + i] & 0xFF;
            for (int band = 0; alpha != 0 && band < bands - 1; band++) {
                int at = band * pixels + i;
                planes[at] = (byte) Math.min(255, 255 * (planes[at] & 0xFF) / alpha);
            }
        }
    }

    /** {@code a * b / 255}, rounded. */
    private static int scaled(int a, int b) {
        int product = a * b + 128;
        return ((product >> 8) + product) >> 8;
    }
}
