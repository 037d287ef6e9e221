package io.mode4j.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Settings that LibTorch's libraries read once, when they are loaded, so that a user gets the fast path without setting anything. A variable
 * that the user has set is left alone. Thread-safe; the first call does it, later ones do nothing.
 *
 * <p>
 * Kernels run on the thread that calls them: {@link PinnedThreads} cuts the work, and the pools of OpenMP (LibTorch's own kernels) and OpenBLAS (matrix
 * products) would only spin for their next task on the same cores, against each other.
 */
final class NativeEnvironment {
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_MAX = -4;
    private static final int M_ARENA_MAX = -8;
    private static boolean prepared;

    private NativeEnvironment() {}

    /** Prepares the process; must run before the first class of {@code org.bytedeco} is initialised. */
    static synchronized void prepare() {
        if (prepared) {
            return;
        }
        prepared = true;
        Linker linker = Linker.nativeLinker();
        variables().forEach((name, value) -> setVariable(linker, name, value));
        keepFreedMemory(linker);
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("OMP_NUM_THREADS", "1");
        variables.put("OPENBLAS_NUM_THREADS", "1"); // LibTorch's set_num_threads does not reach OpenBLAS
        return variables;
    }

    private static void setVariable(Linker linker, String name, String value) {
        Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            return; // not POSIX: right without, only slower
        }
        MethodHandle handle = linker.downcallHandle(setenv.get(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) handle.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0); // 0: keep what is set
        } catch (Throwable e) {
            throw new IllegalStateException("setenv(" + name + ") failed", e);
        }
    }

    /**
     * Makes glibc keep what is freed. A step's activations are freed and taken again every step; by default each large one is mapped from the
     * system and given back, and its pages are zeroed and faulted in anew.
     */
    private static void keepFreedMemory(Linker linker) {
        Optional<MemorySegment> mallopt = linker.defaultLookup().find("mallopt");
        if (mallopt.isEmpty()) {
            return; // not glibc
        }
        MethodHandle handle = linker.downcallHandle(mallopt.get(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        Map<Integer, Integer> settings = new LinkedHashMap<>();
        settings.put(M_MMAP_MAX, 0);
        settings.put(M_TRIM_THRESHOLD, Integer.MAX_VALUE);
        settings.put(M_TOP_PAD, 64 << 20);
        settings.put(M_ARENA_MAX, 1); // one heap for all threads: what one thread frees, another takes
        settings.forEach((parameter, value) -> {
            try {
                int _ = (int) handle.invokeExact((int) parameter, (int) value);
            } catch (Throwable e) {
                throw new IllegalStateException("mallopt failed", e);
            }
        });
    }
}
