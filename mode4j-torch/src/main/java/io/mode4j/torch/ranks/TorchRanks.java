package io.mode4j.torch.ranks;

import io.mode4j.ranks.Ranks;
import java.io.IOException;
import org.bytedeco.pytorch.Tensor;

/** Ranks that add up tensors. */
public interface TorchRanks extends Ranks {
    /**
     * Puts the sum over all ranks in the place of a tensor, the same bits on every rank.
     *
     * @param tensor
     *            of the same shape on every rank, in one piece, without a graph
     * @throws io.mode4j.ranks.RankLostException
     *             if a rank is gone, or has failed
     */
    void sum(Tensor tensor) throws IOException;

    /** {@return a process that trains by itself} */
    static TorchRanks alone() {
        return AloneWithTensors.INSTANCE;
    }
}
