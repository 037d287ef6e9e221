package io.mode4j.torch;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Texts from the shortest to the longest, so that those computed together are of like length: attention works on a grid as wide as the longest of them.
 *
 * @param indices
 *            of the texts, in this order
 * @param tokens
 *            [n + 1], how many the texts before each place have
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of buffers
record LengthOrder(int[] indices, long[] tokens) {

    /** {@return the order of texts of these lengths; equal ones stay in theirs} */
    static LengthOrder of(int[] lengths) {
        int[] indices = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> lengths[i]))
                .mapToInt(i -> i)
                .toArray();
        long[] tokens = new long[lengths.length + 1];
        for (int i = 0; i < indices.length; i++) {
            tokens[i + 1] = tokens[i] + lengths[indices[i]];
        }
        return new LengthOrder(indices, tokens);
    }

    /** {@return [parts + 1], places that cut the texts into parts of about equally many tokens; none is empty} */
    int[] cuts(int parts) {
        int n = indices.length;
        int[] cuts = new int[parts + 1];
        for (int i = 1; i < parts; i++) {
            int found = Arrays.binarySearch(tokens, tokens[n] * i / parts);
            cuts[i] = Math.clamp(found < 0 ? -found - 1 : found, cuts[i - 1] + 1, n - (parts - i));
        }
        cuts[parts] = n;
        return cuts;
    }

    /** {@return rows of the texts in this order, back in the order of the texts} */
    float[][] restored(float[][] rows) {
        float[][] restored = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            restored[indices[i]] = rows[i];
        }
        return restored;
    }
}
