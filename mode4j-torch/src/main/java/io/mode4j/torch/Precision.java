package io.mode4j.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The number type of matrix products. Weights, residual stream, normalisations, softmax, loss and optimiser are float32 in all of them: bfloat16 rounds the
 * factors of the products, as mixed precision does everywhere.
 */
public enum Precision {
    /** IEEE single precision throughout. */
    FP32,
    /** bfloat16 factors, multiplied as such: for CUDA, processors that multiply tiles of them (AMX), and AMD's with vectors of them (AVX512-BF16), which take half the time of float32 there. */
    BF16,
    /**
     * The same factors, multiplied by float32 instructions, attention in float32: for all other processors. Exact, for the product of two bfloat16 numbers is a float32 number. Intel's vectors of bfloat16
     * do not pay: on Sapphire Rapids without AMX, LibTorch's products reach 80 GFLOPS a core with them and 140 in float32.
     */
    BF16_IN_FP32;

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** {@return a factor of a matrix product, rounded to this precision} */
    Tensor factor(Tensor x) {
        return switch (this) {
            case FP32 -> x;
            case BF16 -> x.to(ScalarType.BFloat16);
            case BF16_IN_FP32 -> x.to(ScalarType.BFloat16).to(ScalarType.Float);
        };
    }

    /**
     * Reads {@code auto}, {@code fp32} or {@code bf16}; {@code auto} is what is fastest: bf16 on processors with AMX, on AMD's with AVX512-BF16 and on CUDA devices of compute
     * capability 8.0, else fp32.
     *
     * @throws IllegalArgumentException
     *             if it is none of these
     */
    static Precision parse(String text, TorchDevice device) {
        return device.isCuda() ? choose(text, device.hasTensorCoresForBf16()) : onProcessor(text, processor());
    }

    /**
     * {@return what a text asks for on a processor}
     *
     * @param processor
     *            what Linux says of it
     */
    static Precision onProcessor(String text, String processor) {
        return choose(text, processor.contains("amx_bf16") || (processor.contains("AuthenticAMD") && processor.contains("avx512_bf16")));
    }

    /**
     * {@return what a text asks for}
     *
     * @param fast
     *            whether the device multiplies bfloat16 as such, faster than float32
     */
    static Precision choose(String text, boolean fast) {
        return switch (text) {
            case "fp32" -> FP32;
            case "bf16" -> fast ? BF16 : BF16_IN_FP32;
            case "auto" -> fast ? BF16 : FP32;
            default -> throw new IllegalArgumentException("precision must be auto, fp32 or bf16, not '" + text + "'");
        };
    }

    /** What Linux says of the processor. */
    private static String processor() {
        try {
            return Files.readString(CPUINFO);
        } catch (IOException _) {
            return ""; // not Linux: no portable way to ask, and fp32 is right everywhere
        }
    }

    @Override
    public String toString() {
        return this == FP32 ? "fp32" : "bf16";
    }
}
