package io.mode4j.torch;

import io.mode4j.torch.PackedAttention.Stretches;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How the tokens of n sequences lie in the rows of one matrix [rows, W], which is what matrix products want, and in a grid [n, L, W], which is
 * what attention wants. The tensors of a layout belong to the scope it was made in.
 */
sealed interface TokenLayout {
    /** {@return n} */
    long sequences();

    /** {@return L, the most tokens of a sequence} */
    long length();

    /** {@return whether a token sees only itself and those before it} */
    boolean causal();

    /** {@return [n * L, W]; places without a token hold another token of the sequence, which no token looks at} */
    Tensor toGrid(Tensor rows);

    /** {@return the rows of a grid [n * L, W]} */
    Tensor toRows(Tensor grid);

    /** {@return [n, W], the row of each sequence that is read out} */
    Tensor readOut(Tensor rows);

    /** {@return [n, 1, 1, L], 0 where the token that is read out may look and -infinity elsewhere; null if it may look everywhere} */
    @Nullable
    Tensor readOutMask();

    /** n sequences of equal length, read out at their first token. */
    record Full(long sequences, long length) implements TokenLayout {
        @Override
        public boolean causal() {
            return false;
        }

        @Override
        public Tensor toGrid(Tensor rows) {
            return rows;
        }

        @Override
        public Tensor toRows(Tensor grid) {
            return grid;
        }

        @Override
        public Tensor readOut(Tensor rows) {
            return rows.view(sequences, length, rows.size(1)).select(1, 0);
        }

        @Override
        public @Nullable Tensor readOutMask() {
            return null;
        }
    }

    /**
     * Texts of different lengths one behind the other without padding, read out at their end token.
     *
     * @param places
     *            of each row in the grid
     * @param sources
     *            row of each place of the grid
     * @param ends
     *            row of each text's last token
     * @param rows
     *            of each text
     * @param readRows
     *            of each text among those that are read out, one each
     */
    record Packed(long sequences, long length, Tensor places, Tensor sources, Tensor ends, Tensor readOutMask, Stretches rows,
            Stretches readRows) implements TokenLayout {
        /** {@return the layout of texts of these lengths} */
        static Packed of(int[] lengths, TorchDevice device) {
            int longest = Arrays.stream(lengths).max().orElseThrow();
            long[] places = new long[Arrays.stream(lengths).sum()];
            long[] sources = new long[lengths.length * longest];
            long[] ends = new long[lengths.length];
            float[] mask = new float[lengths.length * longest];
            int[] starts = new int[lengths.length + 1];
            int row = 0;
            for (int i = 0; i < lengths.length; i++) {
                for (int j = 0; j < lengths[i]; j++) {
                    sources[i * longest + j] = row;
                    places[row++] = (long) i * longest + j;
                }
                ends[i] = row - 1L;
                starts[i + 1] = row;
                Arrays.fill(sources, i * longest + lengths[i], (i + 1) * longest, row - 1L);
                Arrays.fill(mask, i * longest + lengths[i], (i + 1) * longest, Float.NEGATIVE_INFINITY);
            }
            return new Packed(lengths.length, longest, Tensors.ofLongs(places, device, places.length),
                    Tensors.ofLongs(sources, device, sources.length), Tensors.ofLongs(ends, device, ends.length),
                    Tensors.ofFloats(mask, device, lengths.length, 1, 1, longest),
                    new Stretches(Tensors.ofInts(starts, device, starts.length), longest),
                    new Stretches(Tensors.ofInts(IntStream.rangeClosed(0, lengths.length).toArray(), device, starts.length), 1));
        }

        @Override
        public boolean causal() {
            return true;
        }

        @Override
        public Tensor toGrid(Tensor rows) {
            return rows.index_select(0, sources);
        }

        @Override
        public Tensor toRows(Tensor grid) {
            return grid.index_select(0, places);
        }

        @Override
        public Tensor readOut(Tensor rows) {
            return rows.index_select(0, ends);
        }
    }
}
