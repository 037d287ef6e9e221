package io.mode4j.image;

/**
 * One pass of resizing over lines of samples, whole lines at a time: sums of floats, rounded to 8 bits. Stateless.
 *
 * <p>
 * Every loop is written for C2, which makes vector instructions of few forms: from bytes to floats only when they are signed; into one array from others of another type,
 * since those of its own might overlap; with no more than five arrays read.
 */
final class WeightedLines {

    /** Taps in one loop. */
    private static final int GROUP = 4;

    private WeightedLines() {}

    /** Makes unsigned bytes signed ones around 0, or the other way. */
    static void center(byte[] samples, int from, int length) {
        for (int i = from; i < from + length; i++) {
            samples[i] ^= (byte) 0x80;
        }
    }

    /**
     * Lines that the axis makes of lines.
     *
     * @param in
     *            {@link #center centred} samples: line i begins at {@code base + i * step}
     * @param length
     *            samples a line
     * @param out
     *            {@code [n, length]} unsigned bytes, n the samples of the axis
     */
    static void sum(byte[] in, int base, int step, int length, Axis axis, byte[] out) {
        float[] sums = new float[length];
        for (int i = 0; i < axis.first.length; i++) {
            int count = axis.count[i];
            int first = base + axis.first[i] * step;
            int last = first + (count - 1) * step;
            for (int tap = 0; tap < count; tap += GROUP) {
                int a = first + tap * step;
                int b = Math.min(last, a + step);
                int c = Math.min(last, b + step);
                int d = Math.min(last, c + step);
                float wa = half(axis, i, tap);
                float wb = half(axis, i, tap + 1);
                float wc = half(axis, i, tap + 2);
                float wd = half(axis, i, tap + 3);
                if (tap == 0) {
                    set(sums, in, a, b, c, d, wa, wb, wc, wd);
                } else {
                    add(sums, in, a, b, c, d, wa, wb, wc, wd);
                }
            }
            store(sums, out, i * length);
        }
    }

    /** Half a weight, which {@link #store} wants; 0 behind the last. */
    private static float half(Axis axis, int sample, int tap) {
        return tap < axis.count[sample] ? (float) (axis.weight[sample * axis.taps + tap] / 2) : 0;
    }

    private static void set(float[] sums, byte[] in, int a, int b, int c, int d, float wa, float wb, float wc, float wd) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.fma(wa, (float) in[a + i],
                    Math.fma(wb, (float) in[b + i], Math.fma(wc, (float) in[c + i], wd * (float) in[d + i])));
        }
    }

    private static void add(float[] sums, byte[] in, int a, int b, int c, int d, float wa, float wb, float wc, float wd) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.fma(wa, (float) in[a + i],
                    Math.fma(wb, (float) in[b + i], Math.fma(wc, (float) in[c + i], Math.fma(wd, (float) in[d + i], sums[i]))));
        }
    }

    /**
     * Rounds {@code 2 h + 128} and clips it to 0 to 255. {@code |x + c| - |x - c|} is twice x clipped to -c and c, in half the time of minimum and maximum, which
     * have NaN to think of; here x is {@code h + 1/4} and c {@code 63 3/4}, as the middle of 0 to 255 is 127 1/2.
     */
    private static void store(float[] h, byte[] out, int at) {
        for (int i = 0; i < h.length; i++) {
            out[at + i] = (byte) (int) (Math.abs(h[i] + 64f) - Math.abs(h[i] - 63.5f) + 128f);
        }
    }
}
