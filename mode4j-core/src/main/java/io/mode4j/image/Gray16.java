package io.mode4j.image;

/**
 * Grey of 16 bits: resized in 16 bits and then clipped to 255, which is what Pillow's {@code convert("RGB")} does to it. Nearly all of such a picture
 * becomes white, here as there. Stateless.
 */
final class Gray16 {

    private Gray16() {}

    /** {@code [S, S]}. */
    static byte[] resize(Picture in, Axis columns, Axis rows, int size) {
        int width = in.columns();
        float[] line = new float[width + columns.taps];
        byte[] out = new byte[size * size];
        for (int y = 0; y < size; y++) {
            for (int x = columns.from(); x < columns.end(); x++) {
                double sum = 0;
                for (int tap = 0; tap < rows.count[y]; tap++) {
                    sum += rows.weight[y * rows.taps + tap] * value(in.samples(), (rows.first[y] + tap) * width + x);
                }
                line[x] = Math.clamp(Math.round(sum), 0, 0xFFFF);
            }
            for (int x = 0; x < size; x++) {
                double sum = 0;
                for (int tap = 0; tap < columns.count[x]; tap++) {
                    sum += columns.weight[x * columns.taps + tap] * line[columns.first[x] + tap];
                }
                out[y * size + x] = (byte) Math.clamp(Math.round(sum), 0, 255);
            }
        }
        return out;
    }

    private static int value(byte[] samples, int pixel) {
        return (samples[2 * pixel] & 0xFF) << 8 | (samples[2 * pixel + 1] & 0xFF);
    }
}
