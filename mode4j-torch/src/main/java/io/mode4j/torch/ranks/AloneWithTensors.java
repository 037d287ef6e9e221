package io.mode4j.torch.ranks;

import io.mode4j.ranks.Alone;
import org.bytedeco.pytorch.Tensor;

/** One rank of one. */
final class AloneWithTensors extends Alone implements TorchRanks {
    static final TorchRanks INSTANCE = new AloneWithTensors();

    private AloneWithTensors() {}

    @Override
    public Sum start(Tensor tensor) {
        return () -> {}; // is its own sum
    }
}
