package io.mode4j.torch;

import io.mode4j.torch.memory.NativeOwner;
import io.mode4j.torch.memory.NativeScope;
import io.mode4j.torch.ranks.TorchRanks;
import java.io.IOException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The gradient of the token embedding [V, W]. A batch touches a few hundred of its rows: those alone are added up, sent to other ranks and cleared. Used by one thread, without a graph.
 */
final class TableGradient implements AutoCloseable {
    private final NativeOwner owner = new NativeOwner();
    private final Tensor gradient;

    TableGradient(Tensor table) {
        try (NativeScope _ = NativeScope.open()) {
            this.gradient = owner.own(torch.zeros_like(table));
        }
    }

    /** {@return all of it} */
    Tensor tensor() {
        return gradient;
    }

    /** Adds the gradients of rows, by their numbers [r]. */
    void add(Tensor rows, Tensor byRows) {
        gradient.index_add_(0, rows, byRows);
    }

    /**
     * Puts the sum over all ranks in place of this rank's.
     *
     * @param tokens
     *            that this rank read
     * @return [u], the rows that any rank touched
     */
    Tensor sum(TorchRanks ranks, int[] tokens, TorchDevice device) throws IOException {
        Tensor touched = gradient.new_zeros(new long[]{gradient.size(0)}).to(torch.ScalarType.Int);
        touched.index_fill_(0, Tensors.ofInts(tokens, device, tokens.length).to(torch.ScalarType.Long), Tensors.scalar(1));
        ranks.sum(touched);
        Tensor rows = touched.nonzero().squeeze(1);
        Tensor some = gradient.index_select(0, rows);
        ranks.sum(some);
        gradient.index_copy_(0, rows, some);
        return rows;
    }

    /** Zeroes rows. */
    void clear(List<Tensor> touched) {
        touched.forEach(rows -> gradient.index_fill_(0, rows, Tensors.scalar(0)));
    }

    /** Zeroes all of it. */
    void clear() {
        gradient.zero_();
    }

    @Override
    public void close() {
        owner.close();
    }
}
