package io.mode4j.linalg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * The matrix product of bytes of oneDNN on Java arrays, which are not copied; on the caller's thread alone. With AVX-512 VNNI the processor adds
 * products of bytes in one instruction, four times as many a second as it does in float32; with AVX2 twice as many, but adds two of them in
 * 16 bits, which {@link #MOST} keeps from overflowing. Safe for use by several threads.
 */
public final class OneDnn {
    private static final int AVX2 = 0x04; // bits of dnnl_cpu_isa_t (dnnl_types.h)
    private static final int AVX512 = 0x20;
    private static final int AVX512_VNNI = 0x40;
    private static final String FOLDER = "/org/bytedeco/dnnl/linux-x86_64/";
    private static final String OPEN_MP = "libgomp.so.1";
    private static final String DNNL = "libdnnl.so.3";
    private static final byte AS_IT_IS = 'N';
    private static final byte TRANSPOSED = 'T';
    private static final byte ONE_OFFSET = 'F';
    private static final @Nullable Handles HANDLES = load();
    /** How large the bytes of A may be: two products of bytes from 0 to 127 and from -127 to 127 fit into 16 bits. */
    public static final int MOST = HANDLES == null || HANDLES.wide ? 127 : 63;
    private static final int ORIGIN = HANDLES == null || HANDLES.wide ? 0 : 64; // that A is counted from

    /** {@code wide} tells that sums of products never overflow. */
    private record Handles(MethodHandle product, MethodHandle threads, MethodHandle setThreads, boolean wide) {}

    private OneDnn() {}

    private static @Nullable Handles load() {
        if (!Loader.getPlatform().equals("linux-x86_64") || OneDnn.class.getResource(FOLDER + DNNL) == null) {
            return null;
        }
        NativeEnvironment.prepare();
        SymbolLookup openMp = library(OPEN_MP);
        SymbolLookup dnnl = library(DNNL);
        FunctionDescriptor answersInt = FunctionDescriptor.of(ValueLayout.JAVA_INT);
        int features = number(handle(dnnl, "dnnl_get_effective_cpu_isa", answersInt));
        boolean wide = (features & AVX512_VNNI) != 0;
        boolean narrow = (features & AVX2) != 0 && (features & AVX512) == 0; // AVX-512 without VNNI was not measured
        if (!wide && !narrow) {
            return null;
        }
        FunctionDescriptor product = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_BYTE, ValueLayout.JAVA_BYTE,
                ValueLayout.JAVA_BYTE, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_FLOAT,
                ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_BYTE, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_BYTE, ValueLayout.JAVA_FLOAT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);
        return new Handles(handle(dnnl, wide ? "dnnl_gemm_s8s8s32" : "dnnl_gemm_u8s8s32", product),
                handle(openMp, "omp_get_max_threads", answersInt),
                handle(openMp, "omp_set_num_threads", FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)), wide);
    }

    private static SymbolLookup library(String name) {
        try {
            Path file = Loader.cacheResource(FOLDER + name).toPath();
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IOException e) {
            throw new UncheckedIOException("the library " + name + " of oneDNN cannot be unpacked", e);
        }
    }

    private static MethodHandle handle(SymbolLookup library, String name, FunctionDescriptor function) {
        // critical: the arrays stay where they are during the call, which takes a millisecond at most
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), function, Linker.Option.critical(true));
    }

    private static int number(MethodHandle handle) {
        try {
            return (int) handle.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("oneDNN failed", e);
        }
    }

    /** Whether products of bytes are fast here. */
    public static boolean fast() {
        return HANDLES != null;
    }

    /** Signed bytes, at most {@link #MOST} large, as {@link #products} takes them for A. */
    public static byte[] counted(byte[] signed) {
        byte[] counted = new byte[signed.length];
        for (int i = 0; i < signed.length; i++) {
            counted[i] = (byte) (signed[i] + ORIGIN);
        }
        return counted;
    }

    /**
     * Inner products of rows of A with rows of B: {@code into[a * stride + b] = A[from + a] . B[b]}, exact.
     *
     * @param a {@code [.., dim]} {@link #counted}, of which {@code count} rows from row {@code from} on are taken
     * @param b {@code [size, dim]}, signed, at most 127 large
     * @param into {@code [count, stride]}, stride at least {@code size}
     * @throws IllegalStateException where they are not {@link #fast}
     */
    public static void products(byte[] a, int from, int count, byte[] b, int size, int dim, int[] into, int stride) {
        if ((long) (from + count) * dim > a.length || (long) size * dim > b.length || size > stride
                || (long) count * stride > into.length) {
            throw new IllegalArgumentException("the arrays are too short for [" + count + ", " + dim + "] x [" + size + ", " + dim + "]");
        }
        if (HANDLES == null) {
            throw new IllegalStateException("this processor has no fast products of bytes");
        }
        MemorySegment rows = MemorySegment.ofArray(a).asSlice((long) from * dim);
        try {
            int before = number(HANDLES.threads);
            HANDLES.setThreads.invokeExact(1); // of this thread only; the package's own workers share the work out
            int status = (int) HANDLES.product.invokeExact(AS_IT_IS, TRANSPOSED, ONE_OFFSET, (long) count, (long) size, (long) dim, 1f,
                    rows, (long) dim, (byte) ORIGIN, MemorySegment.ofArray(b), (long) dim, (byte) 0, 0f, MemorySegment.ofArray(into),
                    (long) stride, MemorySegment.ofArray(new int[1]));
            HANDLES.setThreads.invokeExact(before);
            if (status != 0) {
                throw new IllegalStateException("oneDNN failed with status " + status);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("oneDNN failed", e);
        }
    }
}
