package io.mode4j.torch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How LibTorch's libraries get their memory from the system. Thread-safe; the first call does it, later ones do nothing. */
final class NativeMemory {
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_MAX = -4;
    private static final int M_ARENA_MAX = -8;
    private static boolean prepared;

    private NativeMemory() {}

    /** Prepares the process. */
    static synchronized void prepare() {
        if (!prepared) {
            prepared = true;
            keepFreed(Linker.nativeLinker());
        }
    }

    /**
     * Makes glibc keep what is freed. A step's activations are freed and taken again every step; by default each large one is mapped from the
     * system and given back, and its pages are zeroed and faulted in anew.
     */
    private static void keepFreed(Linker linker) {
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
