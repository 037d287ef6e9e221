package io.mode4j.torch;

/** open_clip's numbers, on a GPU. */
@Cuda
class CudaReferenceTest extends OpenClipReferenceTest {
    @Override
    String device() {
        return "cuda";
    }
}
