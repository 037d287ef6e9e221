package io.mode4j.bench;

import io.mode4j.linalg.Vectors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/** The nearest vectors as they are, and how many of them an index finds. Stateless. */
final class Neighbours {
    private Neighbours() {}

    /** The places [queries, k] of the vectors of largest inner product, found one by one. */
    static int[][] nearest(float[][] vectors, float[][] queries, int k) {
        return Arrays.stream(queries).parallel().map(query -> {
            double[] products = Arrays.stream(vectors).mapToDouble(vector -> Vectors.dot(query, 0, vector, 0, query.length)).toArray();
            PriorityQueue<Integer> best = new PriorityQueue<>(Comparator.comparingDouble(i -> products[i]));
            for (int i = 0; i < products.length; i++) {
                best.add(i);
                if (best.size() > k) {
                    best.remove(); // the farthest
                }
            }
            return best.stream().sorted(best.comparator().reversed()).mapToInt(Integer::intValue).toArray();
        }).toArray(int[][]::new);
    }

    /** The share of the right ones that are among the found. */
    static double recall(int[][] found, int[][] right) {
        int same = 0;
        int all = 0;
        for (int q = 0; q < right.length; q++) {
            Set<Integer> both = new HashSet<>(Arrays.stream(right[q]).boxed().toList());
            both.retainAll(Arrays.stream(found[q]).boxed().toList());
            same += both.size();
            all += right[q].length;
        }
        return same / (double) all;
    }
}
