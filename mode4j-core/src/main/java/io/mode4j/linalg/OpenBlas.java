package io.mode4j.linalg;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * The matrix product of OpenBLAS on Java arrays, which are not copied. OpenBLAS is told to use one thread, the caller's: the package's own
 * workers share the work out, so that the bytes of a result do not depend on their number. Safe for use by several threads.
 */
public final class OpenBlas {
    private static final int ROW_MAJOR = 101;
    private static final int AS_IT_IS = 111;
    private static final int TRANSPOSED = 112;
    private static final MethodHandle SGEMM;
    private static final MethodHandle SDOT;

    private OpenBlas() {}

    static {
        Loader.load(openblas_nolapack.class);
        openblas_nolapack.blas_set_num_threads(1);
        SGEMM = load("cblas_sgemm", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_FLOAT, ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_FLOAT, ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
        SDOT = load("cblas_sdot", FunctionDescriptor.of(ValueLayout.JAVA_FLOAT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    }

    private static MethodHandle load(String name, FunctionDescriptor function) {
        // critical: the arrays stay where they are during the call, which takes milliseconds
        return Linker.nativeLinker()
                .downcallHandle(SymbolLookup.loaderLookup().findOrThrow(name), function, Linker.Option.critical(true));
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
}
