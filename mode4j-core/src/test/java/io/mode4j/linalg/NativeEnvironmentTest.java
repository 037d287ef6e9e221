package io.mode4j.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whichever library comes first, the process is prepared for all. */
class NativeEnvironmentTest {
    @Test
    void matrixProductsPrepareTheProcess() throws Throwable {
        for (String name : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")) {
            assumeThat(System.getenv(name)).as("set by the user").isNull();
        }
        assertThat(OpenBlas.product(new float[]{2}, 0, new float[]{3}, 0, 1)).isEqualTo(6f);
        assertThat(variable("OMP_NUM_THREADS")).isEqualTo("1");
        assertThat(variable("OPENBLAS_NUM_THREADS")).isEqualTo("1");
    }

    /** What native code sees, which is not what Java saw at its start. */
    private static String variable(String name) throws Throwable {
        Linker linker = Linker.nativeLinker();
        var getenv = linker.downcallHandle(linker.defaultLookup().findOrThrow("getenv"),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = (MemorySegment) getenv.invokeExact(arena.allocateFrom(name));
            return value.address() == 0 ? "" : value.reinterpret(100).getString(0);
        }
    }
}
