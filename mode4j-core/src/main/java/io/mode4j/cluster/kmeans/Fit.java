package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.balanced.Certificate;
import io.mode4j.cluster.points.Centers;
import java.util.List;
import java.util.Optional;

/**
 * The result of a k-means fit. The assignment, sizes, objective and certificate all belong to the centres given here.
 *
 * @param centers K centres
 * @param assignment the centre of each of the N points
 * @param sizes points of each centre
 * @param meanDistances mean distance of each centre's points to it (Euclidean distance, not squared; or cosine)
 * @param objective sum of squared Euclidean distances, or of cosine distances
 * @param certificate for balanced fits
 * @param objectives after each iteration, the first to the last
 */
@SuppressWarnings("ArrayRecordComponent") // a result of arrays, shared on purpose; nobody compares these
public record Fit(Centers centers, int[] assignment, long[] sizes, float[] meanDistances, double objective,
        Optional<Certificate> certificate, List<Double> objectives) {
    /** How many assignments were made. */
    public int iterations() {
        return objectives.size();
    }
}
