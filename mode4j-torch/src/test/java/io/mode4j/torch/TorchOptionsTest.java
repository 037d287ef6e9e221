package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.Assumptions;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user may ask of the engine. */
class TorchOptionsTest {

    @Test
    void anEngineSaysWhatItIs() {
        TorchClipEngine engine = TorchClipEngine.open(new TorchOptions("cpu", "bf16", 2));
        assertThat(engine.describe()).isEqualTo("cpu, bf16, threads 2");
        assertThat(engine.identity()).isEqualTo("libtorch bf16");
        assertThat(TorchClipEngine.open(TorchOptions.defaults()).identity()).isIn("libtorch fp32", "libtorch bf16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda:", "cuda:x", "CPU", ""})
    void unknownDevicesAreErrors(String device) {
        assertThatIllegalArgumentException().isThrownBy(() -> TorchClipEngine.open(new TorchOptions(device, "fp32", 1)))
                .withMessageContaining("cpu, cuda or cuda:n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "cuda:1"})
    void cudaWhereThereIsNoneSaysWhatIsMissing(String device) {
        TorchClipEngine.open(TorchOptions.defaults()); // loads LibTorch
        Assumptions.assumeThat(torch.hasCUDA()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> TorchClipEngine.open(new TorchOptions(device, "auto", 1)))
                .withMessageContaining("device " + device)
                .withMessageContaining("NVIDIA GPU")
                .withMessageContaining("-Pgpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fp16", "amp", ""})
    void unknownPrecisionsAreErrors(String precision) {
        assertThatIllegalArgumentException().isThrownBy(() -> TorchClipEngine.open(new TorchOptions("cpu", precision, 1)))
                .withMessageContaining("auto, fp32 or bf16");
    }

    @ParameterizedTest
    @CsvSource({"auto, true, BF16", "auto, false, FP32", "bf16, true, BF16", "bf16, false, BF16_IN_FP32", "fp32, true, FP32",
        "fp32, false, FP32"})
    void autoIsBfloat16OnlyWhereThatIsFast(String text, boolean fast, Precision expected) {
        assertThat(Precision.choose(text, fast)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"bf16, AuthenticAMD avx512f avx512_bf16, BF16", "auto, AuthenticAMD avx512f avx512_bf16, BF16",
        "auto, GenuineIntel avx512f avx512_bf16, FP32",
        "bf16, AuthenticAMD avx2, BF16_IN_FP32",
        "bf16, GenuineIntel avx512f avx512_bf16, BF16_IN_FP32", "auto, GenuineIntel avx512_bf16 amx_bf16, BF16", "bf16, '', BF16_IN_FP32"})
    void vectorsOfBfloat16AreUsedWhereTheyAreFast(String text, String processor, Precision expected) {
        assertThat(Precision.onProcessor(text, processor)).isEqualTo(expected);
    }

    @Test
    void piecesWithoutPairsAreAnError() {
        assertThatIllegalArgumentException().isThrownBy(() -> TorchOptions.defaults().withChunkSize(0))
                .withMessageContaining("chunk-size must be at least 1, not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new TorchOptions("cpu", "fp32", 2, -1, false, false))
                .withMessageContaining("not -1");
    }

    @Test
    void noThreadsAreAnError() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TorchOptions("cpu", "fp32", 0)).withMessageContaining("not 0");
    }
}
