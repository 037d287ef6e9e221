package io.mode4j.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The number type of matrix products. Weights, residual stream, normalisations, softmax, loss and optimiser are float32 in both: BF16 rounds the
 * factors of the products, as mixed precision does everywhere.
 */
public enum Precision {
    /** IEEE single precision throughout. */
    FP32(ScalarType.Float),
    /** bfloat16 factors; right on every processor, fast where it has instructions for it. */
    BF16(ScalarType.BFloat16);

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    private final ScalarType type;

    Precision(ScalarType type) {
        this.type = type;
    }

    ScalarType type() {
        return type;
    }

    /**
     * Reads {@code auto}, {@code fp32} or {@code bf16}; {@code auto} is what is fastest: bf16 on CUDA and on processors that multiply tiles of bf16 (AMX), else fp32. Vectors of
     * bf16 (AVX512-BF16) alone do not pay: on Sapphire Rapids without AMX, LibTorch's matrix products reach 80 GFLOPS a core with them and 140 in fp32.
     *
     * @throws IllegalArgumentException
     *             if it is none of these
     */
    static Precision parse(String text, TorchDevice device) {
        return switch (text) {
            case "fp32" -> FP32;
            case "bf16" -> BF16;
            case "auto" -> device.isCuda() || processorHasTiles() ? BF16 : FP32;
            default -> throw new IllegalArgumentException("precision must be auto, fp32 or bf16, not '" + text + "'");
        };
    }

    private static boolean processorHasTiles() {
        try {
            return Files.readString(CPUINFO).contains("amx_bf16");
        } catch (IOException _) {
            return false; // not Linux: no portable way to ask, and fp32 is right everywhere
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
