package io.mode4j.torch;

/** The host's memory beside a GPU. */
@Cuda
class CudaMemoryTest extends NativeMemoryTest {
    @Override
    TorchClipEngine engine() {
        return TinyClip.engine("cuda");
    }
}
