package io.mode4j.negatives;

import java.util.List;
import java.util.Map;

/**
 * How hard and how clean negatives are, by the kind of batch.
 *
 * @param batchSize   pairs a batch, where a kind has so many
 * @param batches     of each kind
 * @param threshold   from which cosine on embeddings are near
 * @param logitScale  of the seed model
 * @param pairs       how many different ones were looked at
 * @param undecodable how many of these have pictures that cannot be decoded, and were left out of their batches
 * @param kinds       the seed's batches first, those of each expert, of an expert of a random split where there can be one
 * @param experts     the mean over the experts' batches
 */
public record NegativesReport(int batchSize, int batches, double threshold, double logitScale, int pairs, int undecodable,
        List<Kind> kinds, Kind experts) {

    /**
     * Batches that are drawn in one way.
     *
     * @param name    of the model that is trained on them
     * @param pairs   how many it draws from
     * @param figures mean over the batches
     */
    public record Kind(String name, long pairs, Map<Figure, Interval> figures) {

        /** One of the figures. */
        public Interval figure(Figure figure) {
            Interval found = figures.get(figure);
            if (found == null) {
                throw new IllegalArgumentException("no " + figure + " of " + name);
            }
            return found;
        }
    }

    /** Batches of all pairs: the seed's, and dense models draw in the same way. */
    public Kind seed() {
        return kinds.getFirst();
    }

    /** How far the experts' batches are above the seed's in the mean. */
    public Interval difference(Figure figure) {
        return experts.figure(figure).minus(seed().figure(figure));
    }
}
