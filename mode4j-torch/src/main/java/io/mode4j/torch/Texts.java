package io.mode4j.torch;

import io.mode4j.clip.ClipConfig;
import java.util.Arrays;
import java.util.List;

/**
 * Tokens of n texts one behind the other, each cut behind its end token. The text tower is causal and read out at the end token, so what
 * follows it, padding included, has no influence: cutting is exact. Texts of a tower that is read out at the end of its context are padded to it.
 *
 * @param ids
 *            token ids, all texts
 * @param positions
 *            of each token in its text
 * @param lengths
 *            tokens of each text
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of buffers
record Texts(long[] ids, long[] positions, int[] lengths) {

    /**
     * Takes texts as arrays of ids; the end token is the first one with the largest id, as in CLIP's vocabulary.
     *
     * @throws IllegalArgumentException
     *             if a text is empty, is longer than the context, or holds an id outside the vocabulary
     */
    static Texts of(List<int[]> texts, ClipConfig.Text config) {
        int[] lengths = new int[texts.size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = length(texts.get(i), i, config);
        }
        long[] ids = new long[Arrays.stream(lengths).sum()]; // 0, the padding, behind a text that is read out at the end of its context
        long[] positions = new long[ids.length];
        int at = 0;
        for (int i = 0; i < lengths.length; i++) {
            for (int j = 0; j < lengths[i]; j++, at++) {
                ids[at] = j < texts.get(i).length ? texts.get(i)[j] : 0;
                positions[at] = j;
            }
        }
        return new Texts(ids, positions, lengths);
    }

    private static int length(int[] text, int number, ClipConfig.Text config) {
        int end = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] < 0 || text[i] >= config.vocabSize()) {
                throw new IllegalArgumentException(
                        "text " + number + ": token id " + text[i] + " is outside the vocabulary of " + config.vocabSize());
            }
            end = text[i] > text[end] ? i : end;
        }
        if (text.length == 0 || text.length > config.contextLength()) {
            throw new IllegalArgumentException(
                    "text " + number + " has " + (text.length == 0 ? 0 : end + 1) + " tokens; the model takes 1 to "
                            + config.contextLength());
        }
        return config.pool() == ClipConfig.Text.Pool.LAST ? config.contextLength() : end + 1;
    }
}
