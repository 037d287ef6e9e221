package io.mode4j.linalg;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * The matrix product of OpenBLAS on Java arrays, which are not copied, and two decompositions of its LAPACK, on copies. OpenBLAS is told to use
 * one thread, the caller's: the package's own workers share the work out, so that the bytes of a result do not depend on their number. Safe for
 * use by several threads.
 */
public final class OpenBlas {
    private static final int ROW_MAJOR = 101;
    private static final int COLUMN_MAJOR = 102;
    private static final int AS_IT_IS = 111;
    private static final int TRANSPOSED = 112;
    private static final byte VECTORS_TOO = 'V';
    private static final byte LOWER = 'L';
    private static final int ALIGNED = 64;
    private static final MethodHandle SGEMM;
    private static final MethodHandle DGEMM;
    private static final MethodHandle SDOT;
    private static final MethodHandle DGEQRF;
    private static final MethodHandle DORGQR;
    private static final MethodHandle DSYEVD;

    private OpenBlas() {}

    static {
        NativeEnvironment.prepare();
        // Names fewer functions to Java; the library is the same, with LAPACK. Looked up by its file first: a class loader finds only what it has loaded
        // itself, and on Spark another than this class's may have. Windows does not look into what a file depends on.
        SymbolLookup library = SymbolLookup.libraryLookup(Path.of(Loader.load(openblas_nolapack.class)), Arena.global())
                .or(SymbolLookup.loaderLookup());
        openblas_nolapack.blas_set_num_threads(1);
        // critical: the arrays stay where they are during the call, which takes milliseconds
        Linker.Option arrays = Linker.Option.critical(true);
        SGEMM = load(library, "cblas_sgemm", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_FLOAT, ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_FLOAT, ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT), arrays);
        DGEMM = load(library, "cblas_dgemm", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_DOUBLE, ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_DOUBLE, ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT), arrays);
        SDOT = load(library, "cblas_sdot", FunctionDescriptor.of(ValueLayout.JAVA_FLOAT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT), arrays);
        DGEQRF = load(library, "LAPACKE_dgeqrf", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        DORGQR = load(library, "LAPACKE_dorgqr", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        DSYEVD = load(library, "LAPACKE_dsyevd", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_BYTE,
                ValueLayout.JAVA_BYTE, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }

    private static MethodHandle load(SymbolLookup library, String name, FunctionDescriptor function, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), function, options);
    }

    /**
     * Scaled inner products of rows of A with rows of B: {@code into[a * stride + b] = scale * (A[from + a] . B[b])}.
     *
     * @param a {@code [.., dim]}, of which {@code count} rows from row {@code from} on are taken
     * @param b {@code [size, dim]}
     * @param into {@code [count, stride]}, stride at least {@code size}
     */
    public static void products(float scale, float[] a, int from, int count, float[] b, int size, int dim, float[] into, int stride) {
        if ((long) (from + count) * dim > a.length || (long) size * dim > b.length || size > stride
                || (long) count * stride > into.length) {
            throw new IllegalArgumentException("the arrays are too short for [" + count + ", " + dim + "] x [" + size + ", " + dim + "]");
        }
        MemorySegment rows = MemorySegment.ofArray(a).asSlice((long) from * dim * Float.BYTES);
        try {
            SGEMM.invokeExact(ROW_MAJOR, AS_IT_IS, TRANSPOSED, count, size, dim, scale, rows, dim, MemorySegment.ofArray(b), dim, 0f,
                    MemorySegment.ofArray(into), stride);
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS failed", e);
        }
    }

    /**
     * Inner products in float64, added to what is there: {@code into[a * size + b] += A[a] . B[b]}.
     *
     * @param a {@code [count, dim]}
     * @param b {@code [size, dim]}
     * @param into {@code [count, size]}
     */
    public static void addProducts(double[] a, int count, double[] b, int size, int dim, double[] into) {
        if ((long) count * dim > a.length || (long) size * dim > b.length || (long) count * size > into.length) {
            throw new IllegalArgumentException("the arrays are too short for [" + count + ", " + dim + "] x [" + size + ", " + dim + "]");
        }
        try {
            DGEMM.invokeExact(ROW_MAJOR, AS_IT_IS, TRANSPOSED, count, size, dim, 1.0, MemorySegment.ofArray(a), dim,
                    MemorySegment.ofArray(b), dim, 1.0, MemorySegment.ofArray(into), size);
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS failed", e);
        }
    }

    /** The inner product of {@code a[from] .. a[from + dim - 1]} and {@code b[start] .. b[start + dim - 1]}. */
    public static float product(float[] a, int from, float[] b, int start, int dim) {
        MemorySegment left = MemorySegment.ofArray(a).asSlice((long) from * Float.BYTES, (long) dim * Float.BYTES);
        MemorySegment right = MemorySegment.ofArray(b).asSlice((long) start * Float.BYTES, (long) dim * Float.BYTES);
        try {
            return (float) SDOT.invokeExact(dim, left, 1, right, 1);
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS failed", e);
        }
    }

    /**
     * Makes the columns of a matrix orthonormal (QR). The first j columns span what they spanned before; where they had fewer directions, others
     * fill up.
     *
     * @param columns {@code [count, dim]}, each column in one piece; overwritten
     * @param count at most {@code dim}
     */
    public static void orthonormalize(double[] columns, int count, int dim) {
        if (count > dim || (long) count * dim != columns.length) {
            throw new IllegalArgumentException(
                    columns.length + " numbers are not " + count + " columns of " + dim + ", or too many columns");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment matrix = copy(columns, arena);
            MemorySegment factors = doubles(count, arena);
            require((int) DGEQRF.invokeExact(COLUMN_MAJOR, dim, count, matrix, dim, factors));
            require((int) DORGQR.invokeExact(COLUMN_MAJOR, dim, count, count, matrix, dim, factors));
            MemorySegment.copy(matrix, ValueLayout.JAVA_DOUBLE, 0, columns, 0, columns.length);
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS failed", e);
        }
    }

    /**
     * The eigenvectors of a symmetric matrix, in its place, each in one piece; their signs are LAPACK's.
     *
     * @param matrix {@code [size, size]}; overwritten
     * @return the eigenvalues {@code [size]}, rising
     */
    static double[] eigenvectors(double[] matrix, int size) {
        if ((long) size * size != matrix.length) {
            throw new IllegalArgumentException(matrix.length + " numbers are not [" + size + ", " + size + "]");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment vectors = copy(matrix, arena);
            MemorySegment values = doubles(size, arena);
            require((int) DSYEVD.invokeExact(COLUMN_MAJOR, VECTORS_TOO, LOWER, size, vectors, size, values));
            MemorySegment.copy(vectors, ValueLayout.JAVA_DOUBLE, 0, matrix, 0, matrix.length);
            return values.toArray(ValueLayout.JAVA_DOUBLE);
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS failed", e);
        }
    }

    private static void require(int answer) {
        if (answer != 0) {
            throw new IllegalStateException("LAPACK answered " + answer + ": a number is not finite, or nothing was found");
        }
    }

    /** Copied, since these calls may take longer, and to a fixed alignment, since the last bits may depend on it. */
    private static MemorySegment copy(double[] values, Arena arena) {
        return doubles(values.length, arena).copyFrom(MemorySegment.ofArray(values));
    }

    private static MemorySegment doubles(long count, Arena arena) {
        return arena.allocate(count * Double.BYTES, ALIGNED);
    }
}
