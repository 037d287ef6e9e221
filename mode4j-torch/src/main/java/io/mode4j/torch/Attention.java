package io.mode4j.torch;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Softmax attention in grids of n sequences of L tokens, H heads of D. Stateless. */
final class Attention {
    private Attention() {}

    /** {@return [n * L, parts * H * D] taken apart, each [n, H, L, D]; in one operation, whose gradient is one copy and not a zeroed buffer for each part} */
    static Tensor[] split(Tensor grid, TokenLayout layout, int parts, int heads) {
        long width = grid.size(1) / parts;
        TensorVector apart = grid.view(layout.sequences(), layout.length(), parts, heads, width / heads).unbind(2); // each [n, L, H, D]
        Tensor[] taken = new Tensor[parts];
        for (int i = 0; i < parts; i++) {
            taken[i] = apart.get(i).transpose(1, 2);
        }
        return taken;
    }

    /**
     * {@return [n, H, Lq, D]; bfloat16 goes through plain products, because LibTorch's fused kernel is many times slower there on a CPU}
     *
     * @param mask
     *            that is added to the scores [n, H, Lq, L], or broadcasts to them; null for none
     * @param causal
     *            whether a token sees only itself and those before it
     */
    static Tensor attend(Weights weights, Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, boolean causal) {
        if (weights.precision() != Precision.BF16 || weights.device().isCuda()) {
            return torch.scaled_dot_product_attention(q, k, v, mask == null ? new TensorOptional() : new TensorOptional(mask.to(q.dtype())),
                    0, causal, new DoubleOptional(), false);
        }
        Tensor scores = q.mul(Tensors.scalar(1 / Math.sqrt((double) q.size(3)))).matmul(k.transpose(2, 3)); // [n, H, Lq, L]
        if (causal) {
            scores = scores.add(futureMask(q.size(2)));
        } else if (mask != null) {
            scores = scores.add(mask);
        }
        return weights.precision().factor(torch.softmax(scores, -1, new ScalarTypeOptional(ScalarType.Float))).matmul(v);
    }

    private static Tensor futureMask(long length) {
        return torch.full(new long[]{length, length}, Tensors.scalar(Double.NEGATIVE_INFINITY)).triu(1);
    }
}
