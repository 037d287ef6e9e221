package io.mode4j.torch;

import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * One side of n pairs.
 *
 * @param units
 *            [n, E], of length 1
 * @param lengths
 *            [n, 1], what they were before
 */
record UnitFeatures(Tensor units, Tensor lengths) {
    private static final double SHORTEST = 1e-12; // as LibTorch's normalize has it

    static UnitFeatures of(Tensor features) {
        Tensor lengths = features.norm(new ScalarOptional(Tensors.scalar(2)), new long[]{1}, true).clamp_min_(Tensors.scalar(SHORTEST));
        return new UnitFeatures(features.div(lengths), lengths);
    }

    /** Makes, in place, of derivatives by units [k, E] from one on those by the features. */
    void back(Tensor byUnits, long from) {
        long k = byUnits.size(0);
        Tensor some = units.narrow(0, from, k);
        byUnits.sub_(some.mul(along(byUnits, from))).div_(lengths.narrow(0, from, k));
    }

    /** {@return [k, 1], the products of rows [k, E] with the units from one on} */
    Tensor along(Tensor rows, long from) {
        return rows.mul(units.narrow(0, from, rows.size(0))).sum(new long[]{1}, true, new ScalarTypeOptional());
    }
}
