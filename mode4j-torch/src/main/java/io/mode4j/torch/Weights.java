package io.mode4j.torch;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** What a network computes with: plain parameters for inference, or a training shard's leaves of them. */
interface Weights {

    TorchDevice device();

    Precision precision();

    /** {@return a parameter in float32} */
    Tensor value(String name);

    /** {@return the rows [ids, W] of a table of width W, the caller's scope's} */
    Tensor rows(String table, Tensor ids);

    /** {@return what a block of a tower makes of its tokens, [rows, W] both; training may compute it again for its gradient} */
    default Tensor through(UnaryOperator<Tensor> block, Tensor rows) {
        return block.apply(rows);
    }

    /** {@return a factor of matrix products; gradients flow through the rounding} */
    default Tensor factor(String name) {
        return precision().factor(value(name));
    }

    /**
     * {@return outputs of a linear layer's weight as {@link PrepackedLinear} takes them, or null where layers are not prepacked}
     *
     * @param name
     *            of a weight [outputs, inputs]
     * @param from
     *            the first of the outputs
     * @param outputs
     *            how many
     */
    default @Nullable Tensor prepacked(String name, long from, long outputs) {
        return null;
    }
}
