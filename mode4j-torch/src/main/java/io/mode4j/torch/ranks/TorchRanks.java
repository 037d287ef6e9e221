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
    default void sum(Tensor tensor) throws IOException {
        start(tensor).finish();
    }

    /**
     * Begins what {@link #sum} does, beside other work; every rank begins the same sums in the same order.
     *
     * @param tensor
     *            such a tensor, not to be touched until the sum is there
     */
    Sum start(Tensor tensor) throws IOException;

    /** A sum that was begun. */
    @FunctionalInterface
    interface Sum {
        /** Waits until it is there. */
        void finish() throws IOException;
    }

    /** {@return a process that trains by itself} */
    static TorchRanks alone() {
        return AloneWithTensors.INSTANCE;
    }
}
