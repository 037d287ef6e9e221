package io.mode4j.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Linear layers with a bias, in the precision of their weights. Stateless. */
final class Linear {
    private Linear() {}

    /** {@return [rows, outputs], all of a layer's outputs, of rows [rows, inputs]; the layer's tensors are {@code NAMEweight} and {@code NAMEbias}} */
    static Tensor apply(Weights weights, String name, Tensor rows) {
        return apply(weights, name, rows, 0, weights.value(name + "bias").size(0), false);
    }

    /** {@return the same, with GELU behind it} */
    static Tensor withGelu(Weights weights, String name, Tensor rows) {
        return apply(weights, name, rows, 0, weights.value(name + "bias").size(0), true);
    }

    /**
     * {@return some of a layer's outputs}
     *
     * @param from
     *            the first of them
     * @param outputs
     *            how many
     */
    static Tensor apply(Weights weights, String name, Tensor rows, long from, long outputs) {
        return apply(weights, name, rows, from, outputs, false);
    }

    private static Tensor apply(Weights weights, String name, Tensor rows, long from, long outputs, boolean gelu) {
        Tensor factor = weights.precision().factor(rows);
        Tensor bias = part(weights.factor(name + "bias"), from, outputs);
        Tensor packed = weights.prepacked(name + "weight", from, outputs);
        if (packed != null) {
            return PrepackedLinear.apply(factor, packed, bias, gelu);
        }
        Tensor product = torch.linear(factor, part(weights.factor(name + "weight"), from, outputs), new TensorOptional(bias));
        return gelu ? torch.gelu(product) : product;
    }

    /** All of it is itself: a narrowed one has a gradient of its own. */
    private static Tensor part(Tensor all, long from, long outputs) {
        return outputs == all.size(0) ? all : all.narrow(0, from, outputs);
    }
}
