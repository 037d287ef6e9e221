package io.mode4j.format;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A matrix [R, D] on disk, mapped into memory: rows are read where they lie, and float16 is widened. Safe for use by several threads; after
 * {@link #close} every read throws IllegalStateException.
 */
public final class NpyMatrix implements AutoCloseable {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CHUNK = 4096;

    private final Arena arena;
    private final MemorySegment data;
    private final Dtype dtype;
    private final long rows;
    private final int dim;

    NpyMatrix(Arena arena, MemorySegment data, Dtype dtype, long rows, int dim) {
        this.arena = arena;
        this.data = data;
        this.dtype = dtype;
        this.rows = rows;
        this.dim = dim;
    }

    /** {@return R} */
    public long rows() {
        return rows;
    }

    /** {@return D} */
    public int dim() {
        return dim;
    }

    /** Copies row {@code r} to the beginning of {@code into}, which has room for D numbers or more. */
    public void row(long r, float[] into) {
        rows(r, 1, into);
    }

    /** Copies {@code count} rows from row {@code from} on, one after the other, to the beginning of {@code into}. */
    public void rows(long from, int count, float[] into) {
        Objects.checkFromIndexSize(from, count, rows);
        int numbers = Math.multiplyExact(count, dim);
        if (into.length < numbers) {
            throw new IllegalArgumentException(
                    "%d rows of %d need %d numbers, the array has %d".formatted(count, dim, numbers, into.length));
        }
        long offset = from * dim * dtype.bytes();
        if (dtype == Dtype.FLOAT32) {
            MemorySegment.copy(data, FLOAT, offset, into, 0, numbers);
        } else {
            widen(offset, numbers, into);
        }
    }

    private void widen(long offset, int numbers, float[] into) {
        // through an array, because only then does the compiler use the processor's vector conversion
        short[] halves = new short[Math.min(numbers, CHUNK)];
        for (int at = 0; at < numbers; at += CHUNK) {
            int length = Math.min(CHUNK, numbers - at);
            MemorySegment.copy(data, SHORT, offset + (long) at * Short.BYTES, halves, 0, length);
            for (int i = 0; i < length; i++) {
                into[at + i] = Float.float16ToFloat(halves[i]);
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
