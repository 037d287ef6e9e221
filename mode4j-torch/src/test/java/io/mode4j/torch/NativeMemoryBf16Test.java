package io.mode4j.torch;

/** The same in bfloat16, where processors with matrix tiles have layouts of their own for weights. */
class NativeMemoryBf16Test extends NativeMemoryTest {
    private final TorchClipEngine engine = TorchClipEngine.open(new TorchOptions("cpu", "bf16", 2));

    @Override
    TorchClipEngine engine() {
        return engine;
    }

    @Override
    void overStepsInPieces() {} // in fp32 there, whatever this engine computes in

    @Override
    void overTrainersThatCannotBeMade() {}
}
