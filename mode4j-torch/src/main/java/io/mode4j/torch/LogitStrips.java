package io.mode4j.torch;

import io.mode4j.torch.memory.NativeScope;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The logits of n rows among n columns, a strip of rows at a time, so that a loss never holds all n² of them (as Inf-CL does, Cheng et al. 2024). Rows are the images and
 * columns the texts, or the other way round. For use without a graph.
 *
 * @param rows
 *            features of one side
 * @param columns
 *            of the other
 * @param logitScale
 *            a scalar
 * @param negatives
 *            of the n pairs
 * @param own
 *            which rows are looked at
 * @param workers
 *            that share out the strips
 */
record LogitStrips(UnitFeatures rows, UnitFeatures columns, Tensor logitScale, Negatives negatives, OwnRows own, PinnedThreads workers) {
    private static final long CPU_LOGITS = 1 << 20; // 4 MiB: a few of them stay in a core's caches and in little memory
    private static final long GPU_LOGITS = 1 << 26;

    /**
     * Some rows of the logits; the tensors may be overwritten.
     *
     * @param number
     *            of the strip
     * @param from
     *            the first row
     * @param logits
     *            [k, n]
     * @param same
     *            [k, n], bool: another pair that is no negative, as its caption is equal
     */
    record Strip(int number, long from, Tensor logits, Tensor same) {
        /** {@return [k], the rows' own pairs, a view} */
        Tensor own() {
            return logits.diagonal(from, 0, 1);
        }

        /** {@return the part of a tensor [n, …] that belongs to the rows, a view} */
        Tensor of(Tensor all) {
            return all.narrow(0, from, logits.size(0));
        }

        /** {@return the same rows of other logits [k, n]} */
        Strip with(Tensor others) {
            return new Strip(number, from, others, same);
        }

        /**
         * {@return [k, n], for each logit its softmax in its row and that in its column, added up; the logits are overwritten}
         *
         * @param rowSums
         *            [n], the logarithm of each row's sum of exponentials
         * @param columnSums
         *            [n], of each column's
         */
        Tensor probabilities(Tensor rowSums, Tensor columnSums) {
            Tensor both = logits.sub(columnSums.unsqueeze(0)).exp_();
            return both.add_(logits.sub_(of(rowSums).unsqueeze(1)).exp_());
        }

        /** {@return 1 / 2n} */
        Scalar half() {
            return Tensors.scalar(0.5 / logits.size(1));
        }

        /** Puts a scalar into this strip's place among {@link LogitStrips#scalars}. */
        void put(Tensor scalars, Tensor value) {
            scalars.select(0, number).copy_(value);
        }
    }

    private int strips() {
        long most = Math.max(1, (logitScale.is_cuda() ? GPU_LOGITS : CPU_LOGITS) / negatives.pairs());
        return Math.toIntExact(Math.ceilDiv(own.size(), most));
    }

    /** {@return a place for a scalar of each strip, zero: added up at the end, so that the sum does not depend on who was first} */
    Tensor scalars() {
        return logitScale.new_zeros(new long[]{strips()});
    }

    /** Shows the strips, each on a worker's thread; what is made of one is freed when it was seen. */
    void forEach(Consumer<Strip> each) {
        int strips = strips();
        workers.run(strips, i -> {
            long from = own.from() + own.size() * i / strips;
            long size = own.from() + own.size() * (i + 1) / strips - from;
            try (NoGradGuard _ = new NoGradGuard(); NativeScope _ = NativeScope.open()) {
                Tensor logits = rows.units().narrow(0, from, size).matmul(columns.units().t()).mul_(logitScale);
                negatives.weigh(logits, from);
                each.accept(new Strip(i, from, logits, negatives.none(from, size)));
            }
        });
    }

    /**
     * The loss's derivatives by the rows' features.
     *
     * @param byLogits
     *            of a strip, the loss's derivatives by its logits, [k, n]
     * @param byLogScales
     *            {@link #scalars} for the derivatives by the logarithm of the scale
     * @return [k, E], of the own rows
     */
    Tensor byRows(Function<Strip, Tensor> byLogits, Tensor byLogScales) {
        Tensor byRows = torch.empty_like(own.of(rows.units()));
        forEach(strip -> {
            Tensor some = byLogits.apply(strip).matmul(columns.units()).mul_(logitScale);
            strip.put(byLogScales, rows.along(some, strip.from()).sum());
            rows.back(some, strip.from());
            byRows.narrow(0, strip.from() - own.from(), some.size(0)).copy_(some);
        });
        return byRows;
    }
}
