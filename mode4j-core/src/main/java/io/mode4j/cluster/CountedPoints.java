package io.mode4j.cluster;

import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.Points;
import io.mode4j.work.Workers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The points of a sample that a fit of the fine centres counts, see {@link ClusterOptions.Duplicates}.
 *
 * @param points those that count
 * @param sampled how many the sample has
 * @param distinct how many different ones
 * @param largest the most equal ones
 * @param most how often equal ones count at most
 */
record CountedPoints(Points points, int sampled, int distinct, int largest, int most) {

    /** Of a sample for so many centres. */
    static CountedPoints of(Points sample, int centers, ClusterOptions options) {
        Piles piles = Piles.of(sample, options.distance(), new Workers(options.threads()));
        int most = switch (options.duplicates()) {
            case CAP -> clusterSize(piles, centers);
            case KEEP -> piles.largest();
            case ONCE -> 1;
        };
        Points points = most >= piles.largest() ? sample : sample.select(piles.rowsWithin(most));
        return new CountedPoints(points, sample.size(), piles.count(), piles.largest(), most);
    }

    /** How many points a cluster holds when equal ones count no more often than that. */
    private static int clusterSize(Piles piles, int centers) {
        int size = Integer.MAX_VALUE;
        int next = Math.ceilDiv(piles.rows(), centers);
        while (next < size) { // falls with what it leaves out, and ends at 1 at the latest
            size = next;
            int most = size;
            long left = IntStream.range(0, piles.count()).mapToLong(pile -> Math.min(most, piles.copies(pile))).sum();
            next = (int) Math.ceilDiv(left, (long) centers);
        }
        return size;
    }

    /** Whether some do not count. */
    boolean fewer() {
        return points.size() < sampled;
    }

    /** As the stage's manifest says it. */
    Map<String, Object> summary() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("distinct", distinct);
        facts.put("largest", largest);
        facts.put("counted_as", Math.min(most, largest));
        facts.put("points", points.size());
        return facts;
    }

    @Override
    public String toString() {
        return "%,d equal embeddings count as %,d: the fine centres are fitted on %,d of %,d, of which %,d are distinct".formatted(largest,
                most,
                points.size(), sampled, distinct);
    }
}
