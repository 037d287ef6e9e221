package io.mode4j.embed;

import io.mode4j.linalg.SparseRows;
import io.mode4j.linalg.Vectors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many captions hold each word, and so how much a word counts: {@code idf = ln((1 + N) / (1 + n_w)) + 1}, as scikit-learn has it.
 *
 * @param words at most {@value #MOST_WORDS}, the most frequent, in alphabetical order
 * @param idf of each
 */
@SuppressWarnings("ArrayRecordComponent") // a table, shared on purpose; nobody compares these
record TfIdfCounts(String[] words, float[] idf) {
    private static final int MOST_WORDS = 50_000;

    static TfIdfCounts of(List<String> captions) {
        Map<String, Integer> counts = new HashMap<>();
        for (String caption : captions) {
            for (String word : new LinkedHashSet<>(CaptionWords.of(caption))) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        String[] words = counts.entrySet()
                .stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()).thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_WORDS)
                .map(Map.Entry::getKey)
                .sorted()
                .toArray(String[]::new);
        float[] idf = new float[words.length];
        for (int w = 0; w < words.length; w++) {
            idf[w] = (float) (Math.log((1.0 + captions.size()) / (1.0 + counts.getOrDefault(words[w], 0))) + 1);
        }
        return new TfIdfCounts(words, idf);
    }

    /** The captions' tf-idf vectors {@code [N, V]}, each of length one. */
    SparseRows rows(List<String> captions) {
        int[][] columns = new int[captions.size()][];
        float[][] values = new float[captions.size()][];
        for (int i = 0; i < columns.length; i++) {
            Map<Integer, Integer> frequencies = new TreeMap<>();
            for (String word : CaptionWords.of(captions.get(i))) {
                int column = Arrays.binarySearch(words, word);
                if (column >= 0) {
                    frequencies.merge(column, 1, Integer::sum);
                }
            }
            columns[i] = frequencies.keySet().stream().mapToInt(column -> column).toArray();
            values[i] = new float[columns[i].length];
            for (int e = 0; e < columns[i].length; e++) {
                values[i][e] = frequencies.getOrDefault(columns[i][e], 0) * idf[columns[i][e]];
            }
            Vectors.normalize(values[i], 0, values[i].length);
        }
        return new SparseRows(words.length, columns, values);
    }
}
