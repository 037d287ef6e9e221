package io.mode4j.linalg;

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
 * Settings that native libraries read once, when they are loaded, so that a user gets the fast path without setting anything. A variable that the user has set is
 * left alone. Thread-safe; the first call does it, later ones do nothing.
 *
 * <p>
 * Kernels run on the thread that calls them: our own threads cut the work, and the pools of OpenMP (oneDNN, LibTorch's own kernels) and OpenBLAS (matrix
 * products) would only spin for their next task on the same cores, against each other. All of them share these two libraries, whichever is loaded first.
 */
public final class NativeEnvironment {
    private static boolean prepared;

    private NativeEnvironment() {}

    /** Prepares the process; must run before a library of {@code org.bytedeco} is loaded. */
    public static synchronized void prepare() {
        if (!prepared) {
            prepared = true;
            Linker linker = Linker.nativeLinker();
            variables().forEach((name, value) -> setVariable(linker, name, value));
        }
    }

    private static Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("OMP_NUM_THREADS", "1");
        variables.put("OPENBLAS_NUM_THREADS", "1"); // LibTorch's set_num_threads does not reach OpenBLAS
        variables.put("TORCH_CPP_LOG_LEVEL", "ERROR"); // what becomes of a lost connection is said by our own messages, in a line
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
}
