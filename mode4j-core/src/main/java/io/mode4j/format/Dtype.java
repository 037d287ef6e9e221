package io.mode4j.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Number types of arrays on disk; all little endian. */
public enum Dtype {
    /** IEEE half precision. */
    FLOAT16(2, "F16", "<f2"),
    /** IEEE single precision. */
    FLOAT32(4, "F32", "<f4"),
    /** The upper half of a single; {@code .npy} has no name for it. */
    BFLOAT16(2, "BF16", null),
    /** Signed, 32 bits. */
    INT32(4, "I32", "<i4"),
    /** Signed, 64 bits. */
    INT64(8, "I64", "<i8"),
    /** Unsigned, 8 bits. */
    UINT8(1, "U8", "|u1");

    private final int bytes;
    private final String safetensors;
    private final @Nullable String npy;

    Dtype(int bytes, String safetensors, @Nullable String npy) {
        this.bytes = bytes;
        this.safetensors = safetensors;
        this.npy = npy;
    }

    /** {@return the size of one number} */
    public int bytes() {
        return bytes;
    }

    /** {@return whether its numbers have a fraction} */
    public boolean isFloating() {
        return this == FLOAT16 || this == FLOAT32 || this == BFLOAT16;
    }

    /** {@return the name that safetensors uses} */
    public String safetensorsName() {
        return safetensors;
    }

    String npyName() {
        if (npy == null) {
            throw new IllegalArgumentException(".npy cannot hold " + this + "; use FLOAT16 or FLOAT32");
        }
        return npy;
    }

    static @Nullable Dtype ofSafetensors(String name) {
        return Arrays.stream(values()).filter(d -> d.safetensors.equals(name)).findFirst().orElse(null);
    }

    static @Nullable Dtype ofNpy(String name) {
        return Arrays.stream(values()).filter(d -> name.equals(d.npy)).findFirst().orElse(null);
    }
}
