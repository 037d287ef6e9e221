package io.mode4j.torch;

import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.NumberType;
import org.bytedeco.pytorch.OptionalType;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type.TypePtr;

/**
 * Linear layers whose weights oneDNN lays out once for the processor's matrix tiles, with GELU in the last step of the product: for bfloat16 on
 * a CPU. LibTorch's own linear layer lays the weights out anew in every call. For answers only, no gradient flows through it. Stateless.
 */
final class PrepackedLinear {
    private static final long ROWS = 512; // for which the layout is chosen; it is the same for many more and for many fewer

    private PrepackedLinear() {}

    /** {@return whether layers of these weights can be prepacked} */
    static boolean fits(Weights weights) {
        return !weights.device().isCuda() && weights.precision() == Precision.BF16;
    }

    /** {@return a weight [outputs, inputs] in oneDNN's own layout, which only {@link #apply} can read} */
    static Tensor pack(Tensor weight) {
        return Operators.call("mkldnn::_reorder_linear_weight", new IValue(weight), new IValue(ROWS));
    }

    /**
     * {@return [rows, outputs], bfloat16}
     *
     * @param rows
     *            [rows, inputs], bfloat16
     * @param packed
     *            what {@link #pack} made
     * @param bias
     *            [outputs], bfloat16
     * @param gelu
     *            whether GELU follows; it is exact, and computed before the result is rounded
     */
    static Tensor apply(Tensor rows, Tensor packed, Tensor bias, boolean gelu) {
        TypePtr optionalNumber = new TypePtr(OptionalType.create(new TypePtr(NumberType.getNumberIntTypePtr().get())));
        return Operators.call("mkldnn::_linear_pointwise", new IValue(rows), new IValue(packed), new IValue(bias),
                new IValue(gelu ? "gelu" : "none"),
                new IValue(new GenericList(optionalNumber)), gelu ? new IValue("none") : new IValue()); // "none": GELU by erf, not by tanh
    }
}
