package io.mode4j.torch;

import io.mode4j.torch.ranks.TorchRanks;
import java.io.IOException;
import org.bytedeco.pytorch.Tensor;

/**
 * Which of a batch's n pairs a rank computes: their rows follow each other.
 *
 * @param from
 *            the first
 * @param size
 *            how many, none perhaps
 * @param ranks
 *            who computes the others
 */
record OwnRows(long from, long size, TorchRanks ranks) {
    /** {@return all n, by one process} */
    static OwnRows all(long n) {
        return new OwnRows(0, n, TorchRanks.alone());
    }

    /** {@return the rows of a tensor [n, …], a view} */
    Tensor of(Tensor all) {
        return all.narrow(0, from, size);
    }

    /** Makes of what each rank has put in its rows, or has summed over them, what all have. */
    void sum(Tensor shared) throws IOException {
        ranks.sum(shared);
    }
}
