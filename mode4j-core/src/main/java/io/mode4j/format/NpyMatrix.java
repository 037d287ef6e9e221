package io.mode4j.format;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A matrix [R, D] on disk, mapped into memory: rows are read where they lie, in whichever order the numbers and their bytes lie there; float16 is widened and float64 rounded. Safe for use by several
 * threads; after {@link #close} every read throws IllegalStateException.
 */
public final class NpyMatrix implements AutoCloseable {
    private static final int CHUNK = 4096;

    private final Path file;
    private final Arena arena;
    private final MemorySegment data;
    private final Dtype dtype;
    private final boolean fortran;
    private final long rows;
    private final int dim;
    private final ValueLayout.OfFloat floats;
    private final ValueLayout.OfShort halves;
    private final ValueLayout.OfDouble doubles;

    NpyMatrix(Path file, Arena arena, MemorySegment data, NpyHeader header) {
        this.file = file;
        this.arena = arena;
        this.data = data;
        this.dtype = header.dtype();
        this.fortran = header.fortran();
        this.rows = header.shape()[0];
        this.dim = (int) header.shape()[1];
        this.floats = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(header.order());
        this.halves = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(header.order());
        this.doubles = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(header.order());
    }

    /** {@return the file that it is in} */
    public Path file() {
        return file;
    }

    /** {@return the type of its numbers} */
    public Dtype dtype() {
        return dtype;
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
        if (fortran) {
            columns(from, count, into);
        } else {
            read(from * dim, numbers, into);
        }
    }

    /** Column by column: what lies beside each other is one column of some rows. */
    private void columns(long from, int count, float[] into) {
        float[] column = new float[count];
        for (int d = 0; d < dim; d++) {
            read(d * rows + from, count, column);
            for (int r = 0; r < count; r++) {
                into[r * dim + d] = column[r];
            }
        }
    }

    /** The numbers that lie one after the other from index {@code at} on. */
    private void read(long at, int count, float[] into) {
        long offset = at * dtype.bytes();
        switch (dtype) {
            case FLOAT32 -> MemorySegment.copy(data, floats, offset, into, 0, count);
            case FLOAT16 -> widen(offset, count, into);
            default -> round(offset, count, into);
        }
    }

    private void widen(long offset, int numbers, float[] into) {
        // through an array, because only then does the compiler use the processor's vector conversion
        short[] chunk = new short[Math.min(numbers, CHUNK)];
        for (int at = 0; at < numbers; at += CHUNK) {
            int length = Math.min(CHUNK, numbers - at);
            MemorySegment.copy(data, halves, offset + (long) at * Short.BYTES, chunk, 0, length);
            for (int i = 0; i < length; i++) {
                into[at + i] = Float.float16ToFloat(chunk[i]);
            }
        }
    }

    private void round(long offset, int numbers, float[] into) {
        double[] chunk = new double[Math.min(numbers, CHUNK)];
        for (int at = 0; at < numbers; at += CHUNK) {
            int length = Math.min(CHUNK, numbers - at);
            MemorySegment.copy(data, doubles, offset + (long) at * Double.BYTES, chunk, 0, length);
            for (int i = 0; i < length; i++) {
                into[at + i] = (float) chunk[i];
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
