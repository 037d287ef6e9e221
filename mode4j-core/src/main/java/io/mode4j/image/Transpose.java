package io.mode4j.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Turns a matrix of bytes, blocks of 8 × 8 in eight registers. Stateless.
 *
 * <p>
 * Source: H. S. Warren, Hacker's Delight, §7-3.
 */
final class Transpose {

    private static final int SIDE = 8;
    private static final long BYTES = 0x00FF00FF00FF00FFL;
    private static final long SHORTS = 0x0000FFFF0000FFFFL;
    private static final long INTS = 0x00000000FFFFFFFFL;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Transpose() {}

    /** Column x of row y, at {@code at + y * stride + x}, goes to {@code to + x * outStride + y}. */
    static void bytes(byte[] in, int at, int stride, int rows, int columns, byte[] out, int to, int outStride) {
        int wholeRows = rows - rows % SIDE;
        int wholeColumns = columns - columns % SIDE;
        for (int x = 0; x < wholeColumns; x += SIDE) {
            for (int y = 0; y < wholeRows; y += SIDE) {
                block(in, at + y * stride + x, stride, out, to + x * outStride + y, outStride);
            }
        }
        rest(in, at, stride, 0, wholeRows, wholeColumns, columns, out, to, outStride);
        rest(in, at, stride, wholeRows, rows, 0, columns, out, to, outStride);
    }

    private static void rest(byte[] in, int at, int stride, int top, int bottom, int left, int right, byte[] out, int to, int outStride) {
        for (int x = left; x < right; x++) {
            for (int y = top; y < bottom; y++) {
                out[to + x * outStride + y] = in[at + y * stride + x];
            }
        }
    }

    /** Swaps bytes of neighbours, then pairs, then fours. */
    private static void block(byte[] in, int at, int stride, byte[] out, int to, int outStride) {
        long a = (long) LONGS.get(in, at);
        long b = (long) LONGS.get(in, at + stride);
        long c = (long) LONGS.get(in, at + 2 * stride);
        long d = (long) LONGS.get(in, at + 3 * stride);
        long e = (long) LONGS.get(in, at + 4 * stride);
        long f = (long) LONGS.get(in, at + 5 * stride);
        long g = (long) LONGS.get(in, at + 6 * stride);
        long h = (long) LONGS.get(in, at + 7 * stride);
        long swap = (a >>> 8 ^ b) & BYTES;
        b ^= swap;
        a ^= swap << 8;
        swap = (c >>> 8 ^ d) & BYTES;
        d ^= swap;
        c ^= swap << 8;
        swap = (e >>> 8 ^ f) & BYTES;
        f ^= swap;
        e ^= swap << 8;
        swap = (g >>> 8 ^ h) & BYTES;
        h ^= swap;
        g ^= swap << 8;
        swap = (a >>> 16 ^ c) & SHORTS;
        c ^= swap;
        a ^= swap << 16;
        swap = (b >>> 16 ^ d) & SHORTS;
        d ^= swap;
        b ^= swap << 16;
        swap = (e >>> 16 ^ g) & SHORTS;
        g ^= swap;
        e ^= swap << 16;
        swap = (f >>> 16 ^ h) & SHORTS;
        h ^= swap;
        f ^= swap << 16;
        swap = (a >>> 32 ^ e) & INTS;
        LONGS.set(out, to, a ^ swap << 32);
        LONGS.set(out, to + 4 * outStride, e ^ swap);
        swap = (b >>> 32 ^ f) & INTS;
        LONGS.set(out, to + outStride, b ^ swap << 32);
        LONGS.set(out, to + 5 * outStride, f ^ swap);
        swap = (c >>> 32 ^ g) & INTS;
        LONGS.set(out, to + 2 * outStride, c ^ swap << 32);
        LONGS.set(out, to + 6 * outStride, g ^ swap);
        swap = (d >>> 32 ^ h) & INTS;
        LONGS.set(out, to + 3 * outStride, d ^ swap << 32);
        LONGS.set(out, to + 7 * outStride, h ^ swap);
    }
}
