package io.mode4j.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Number types of arrays on disk; all little endian. */
public enum Dtype {
    /** IEEE half precision. */
    FLOAT16(2, "F16", "<f2", "torch.HalfStorage"),
    /** IEEE single precision. */
    FLOAT32(4, "F32", "<f4", "torch.FloatStorage"),
    /** The upper half of a single; {@code .npy} has no name for it. */
    BFLOAT16(2, "BF16", null, "torch.BFloat16Storage"),
    /** Signed, 32 bits. */
    INT32(4, "I32", "<i4", "torch.IntStorage"),
    /** Signed, 64 bits. */
    INT64(8, "I64", "<i8", "torch.LongStorage"),
    /** Unsigned, 8 bits. */
    UINT8(1, "U8", "|u1", "torch.ByteStorage"),
    /** IEEE double precision. */
    FLOAT64(8, "F64", "<f8", "torch.DoubleStorage"),
    /** True or false. */
    BOOL(1, "BOOL", "|b1", "torch.BoolStorage"),
    /** Signed, 8 bits. */
    INT8(1, "I8", "|i1", "torch.CharStorage"),
    /** Signed, 16 bits. */
    INT16(2, "I16", "<i2", "torch.ShortStorage"),
    /** Unsigned, 16 bits. */
    UINT16(2, "U16", "<u2", null),
    /** Unsigned, 32 bits. */
    UINT32(4, "U32", "<u4", null),
    /** Unsigned, 64 bits. */
    UINT64(8, "U64", "<u8", null),
    /** Two singles; not computed with. */
    COMPLEX64(8, "C64", "<c8", null),
    /** 8 bits, of which 4 are the exponent; not computed with. */
    FLOAT8_E4M3(1, "F8_E4M3", null, null),
    /** 8 bits, of which 5 are the exponent; not computed with. */
    FLOAT8_E5M2(1, "F8_E5M2", null, null);

    private final int bytes;
    private final String safetensors;
    private final @Nullable String npy;
    private final @Nullable String torch;

    Dtype(int bytes, String safetensors, @Nullable String npy, @Nullable String torch) {
        this.bytes = bytes;
        this.safetensors = safetensors;
        this.npy = npy;
        this.torch = torch;
    }

    /** {@return the size of one number} */
    public int bytes() {
        return bytes;
    }

    /** {@return whether its numbers have a fraction and can be computed with, as float32} */
    public boolean isFloating() {
        return this == FLOAT16 || this == FLOAT32 || this == BFLOAT16 || this == FLOAT64;
    }

    /** {@return whether its numbers are whole, or true and false} */
    public boolean isWhole() {
        return !isFloating() && this != COMPLEX64 && this != FLOAT8_E4M3 && this != FLOAT8_E5M2;
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

    /** {@return the class of PyTorch's storages of it, with its module} */
    String torchName() {
        if (torch == null) {
            throw new IllegalArgumentException("torch files cannot hold " + this);
        }
        return torch;
    }

    static @Nullable Dtype ofTorch(String name) {
        return Arrays.stream(values()).filter(d -> name.equals(d.torch)).findFirst().orElse(null);
    }

    static @Nullable Dtype ofSafetensors(String name) {
        return Arrays.stream(values()).filter(d -> d.safetensors.equals(name)).findFirst().orElse(null);
    }

    static @Nullable Dtype ofNpy(String name) {
        return Arrays.stream(values()).filter(d -> name.equals(d.npy)).findFirst().orElse(null);
    }
}
