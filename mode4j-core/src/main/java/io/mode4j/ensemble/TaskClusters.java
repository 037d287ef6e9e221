package io.mode4j.ensemble;

import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The fine clusters of a task: those whose centres are nearest to one of its class names. An expert for the task alone is trained on their pairs (the paper's selection by prior knowledge).
 *
 * @param fine the nearest first
 * @param pairs how many these have
 * @param all how many all fine clusters have
 */
public record TaskClusters(List<Near> fine, long pairs, long all) {

    /**
     * A fine cluster and the class that is nearest to its centre.
     *
     * @param number of the fine cluster
     * @param className of equally near ones the first
     * @param distance between them
     * @param pairs of the fine cluster
     */
    public record Near(int number, String className, double distance, long pairs) {}

    /**
     * As few of the nearest fine clusters as have a share of the pairs.
     *
     * @param names at least one
     * @param embeddings {@code [names, dim]} of the names, by the encoder that embedded the captions
     * @param sizes {@code [m]} pairs of each fine cluster
     * @param share of all pairs, above 0 and at most 1
     * @throws IllegalArgumentException if there are no names, the share is none, or the encoder was another
     */
    public static TaskClusters of(List<String> names, float[][] embeddings, Clusters clusters, long[] sizes, double share) {
        requireShare(share);
        Centers classes = classes(names, embeddings, clusters.fine().dim());
        List<Near> ranked = IntStream.range(0, clusters.fine().count())
                .mapToObj(number -> near(number, names, classes, clusters, sizes[number]))
                .sorted(Comparator.comparingDouble(Near::distance).thenComparingInt(Near::number))
                .toList();
        long all = LongStream.of(sizes).sum();
        List<Near> taken = new ArrayList<>();
        long pairs = 0;
        for (int rank = 0; rank < ranked.size() && pairs < share * all; rank++) {
            taken.add(ranked.get(rank));
            pairs += ranked.get(rank).pairs();
        }
        return new TaskClusters(List.copyOf(taken), pairs, all);
    }

    /**
     * Checks a share.
     *
     * @throws IllegalArgumentException if it is not above 0 and at most 1
     */
    public static void requireShare(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("option share: expected above 0 and at most 1, found " + share);
        }
    }

    private static Centers classes(List<String> names, float[][] embeddings, int dim) {
        float[] values = new float[names.size() * dim];
        for (int name = 0; name < names.size(); name++) {
            if (embeddings[name].length != dim) {
                throw new IllegalArgumentException("texts have %d numbers, the centres %d".formatted(embeddings[name].length, dim));
            }
            System.arraycopy(embeddings[name], 0, values, name * dim, dim);
        }
        return new Centers(names.size(), dim, values);
    }

    private static Near near(int number, List<String> names, Centers classes, Clusters clusters, long pairs) {
        Centers.Nearest nearest = classes.nearest(clusters.fine().row(number), clusters.distance());
        return new Near(number, names.get(nearest.center()), nearest.distance(), pairs);
    }

    /** The numbers of these fine clusters, ascending. */
    public List<Integer> numbers() {
        return fine.stream().map(Near::number).sorted().toList();
    }
}
