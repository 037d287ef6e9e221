package io.mode4j.torch;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;

/**
 * Softmax attention in sequences that lie one behind the other without padding: LibTorch's FlashAttention (Dao 2023), for bfloat16 on CUDA. n sequences, H heads of D. Stateless.
 */
final class PackedAttention {
    private PackedAttention() {}

    /** {@return whether it computes heads of this width with these weights} */
    static boolean fits(Weights weights, int headWidth) {
        return weights.device().isCuda() && weights.precision() == Precision.BF16 && headWidth % 8 == 0 && headWidth <= 256;
    }

    /**
     * A stretch of rows for each sequence.
     *
     * @param starts
     *            [n + 1], int32: where each sequence begins, and where the last one ends
     * @param longest
     *            rows of the longest one
     */
    record Stretches(Tensor starts, long longest) {}

    /**
     * {@return [queries, H, D]}
     *
     * @param q
     *            [queries, H, D]
     * @param k
     *            [rows, H, D]
     * @param v
     *            [rows, H, D]
     * @param causal
     *            whether a query sees only the rows up to its own, the last query of a sequence all of them
     */
    static Tensor attend(Tensor q, Tensor k, Tensor v, Stretches ofQueries, Stretches ofRows, boolean causal) {
        return Operators.call("aten::_flash_attention_forward", new IValue(q), new IValue(k), new IValue(v), new IValue(ofQueries.starts()),
                new IValue(ofRows.starts()), new IValue(ofQueries.longest()), new IValue(ofRows.longest()), new IValue(0.0),
                new IValue(causal), new IValue(false), new IValue(), new IValue(), new IValue(), new IValue(), new IValue());
    }
}
