package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mode4j.artifact.RandomStream;
import io.mode4j.torch.memory.NativeScope;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside the product of the same rounded factors in float32, rounded at the end. */
class PrepackedLinearTest {
    private static final float ROUNDING = 1 / 256f; // half a unit in the last place of bfloat16, relative

    @BeforeAll
    static void needsTiles() {
        TinyClip.engine(); // loads LibTorch
        assumeTrue(Precision.parse("bf16", TorchDevice.CPU) == Precision.BF16, "the processor has no matrix tiles for bfloat16");
    }

    @ParameterizedTest
    @CsvSource({"1, 64, 64", "3, 100, 7", "502, 512, 1536", "1600, 768, 300"})
    void isTheProductRoundedOnce(int rows, int inputs, int outputs) {
        try (NativeScope _ = NativeScope.open()) {
            Tensor x = drawn("rows", rows, inputs);
            Tensor weight = drawn("weight", outputs, inputs);
            Tensor bias = drawn("bias", outputs);
            Tensor exact = torch.linear(x.to(ScalarType.Float), weight.to(ScalarType.Float), new TensorOptional(bias.to(ScalarType.Float)));
            Tensor packed = PrepackedLinear.pack(weight);
            check(PrepackedLinear.apply(x, packed, bias, false), exact);
            check(PrepackedLinear.apply(x, packed, bias, true), torch.gelu(exact));
        }
    }

    private static void check(Tensor found, Tensor exact) {
        assertThat(found.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
        float[] numbers = Tensors.toFloats(found.to(ScalarType.Float));
        float[] expected = Tensors.toFloats(exact);
        assertThat(numbers).hasSameSizeAs(expected);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(numbers[i]).isCloseTo(expected[i], Offset.offset(ROUNDING * Math.abs(expected[i]) + 2e-5f));
        }
    }

    private static Tensor drawn(String name, long... shape) {
        RandomGenerator random = RandomStream.of(5, name);
        float[] numbers = new float[Math.toIntExact(shape.length == 1 ? shape[0] : shape[0] * shape[1])];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian() / 8;
        }
        return Tensors.ofFloats(numbers, TorchDevice.CPU, shape).to(ScalarType.BFloat16);
    }
}
