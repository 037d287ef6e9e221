package io.mode4j.ensemble;

import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which experts a task needs, before any of them is trained: its class names, in the space of the captions, tell which fine centres its pictures' captions
 * would be near to (the paper's selection by prior knowledge).
 *
 * @param classes where each class belongs, in the order given
 * @param experts all experts, the one that the task needs most first
 * @param fineCenters the fine centres that are nearest to a class, each once, in the order of their numbers: an expert for the task alone would be
 *        trained on their pairs
 */
public record ExpertNeeds(List<Match> classes, List<Need> experts, List<Integer> fineCenters) {

    /**
     * A class and the fine centre nearest to it.
     *
     * @param name of the class
     * @param fineCenter number of the nearest fine centre
     * @param expert that it belongs to
     * @param distance to it
     */
    public record Match(String name, int fineCenter, int expert, double distance) {}

    /**
     * How much a task needs an expert.
     *
     * @param expert its number
     * @param classes how many classes are nearest to one of its fine centres
     * @param paperWeight its weight by the paper's rule
     * @param nearestWeight its weight by the nearest rule
     */
    public record Need(int expert, int classes, double paperWeight, double nearestWeight) {}

    /**
     * What a task of these classes needs.
     *
     * @param names at least one
     * @param embeddings {@code [names, dim]} of the names, by the encoder that embedded the captions
     * @throws IllegalArgumentException if there are no names, or the encoder was another
     */
    public static ExpertNeeds of(List<String> names, float[][] embeddings, Clusters clusters) {
        TextDistances distances = TextDistances.of(embeddings, clusters);
        double[] paper = new PaperRule().weights(distances);
        double[] nearest = new NearestRule().weights(distances);
        List<Match> matches = IntStream.range(0, names.size()).mapToObj(l -> match(names.get(l), embeddings[l], clusters)).toList();
        List<Need> needs = new ArrayList<>();
        for (int c = 0; c < clusters.experts(); c++) {
            int expert = c;
            needs.add(new Need(c, (int) matches.stream().filter(match -> match.expert() == expert).count(), paper[c], nearest[c]));
        }
        needs.sort(Comparator.comparingInt(Need::classes).thenComparingDouble(Need::nearestWeight).reversed());
        return new ExpertNeeds(matches, List.copyOf(needs), matches.stream().map(Match::fineCenter).distinct().sorted().toList());
    }

    private static Match match(String name, float[] text, Clusters clusters) {
        Centers.Nearest nearest = clusters.fine().nearest(text, clusters.distance());
        return new Match(name, nearest.center(), clusters.fineToCoarse()[nearest.center()], nearest.distance());
    }
}
