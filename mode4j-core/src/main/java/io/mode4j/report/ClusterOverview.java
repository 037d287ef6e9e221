package io.mode4j.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run's clusters look like, in numbers and words.
 *
 * @param pairs how many were assigned
 * @param hierarchy how the clusters came about, as the {@code --hierarchy} of the cluster stage
 * @param distance between embeddings
 * @param meanDistance mean distance of all pairs to their fine centres
 * @param sampledForSilhouette on how many pairs silhouettes were measured; 0 when the embeddings are gone
 * @param duplicates how often equal embeddings counted in the fit; null where the cluster stage does not say
 * @param fine the fine clusters
 * @param coarse the coarse clusters
 * @param experts each coarse cluster
 */
public record ClusterOverview(long pairs, String hierarchy, String distance, double meanDistance, int sampledForSilhouette,
        @Nullable Duplicates duplicates, Level fine, Level coarse, List<Coarse> experts) {

    /**
     * Equal embeddings in the sample of the fine clusters' fit.
     *
     * @param sample how many embeddings it has
     * @param distinct how many different ones
     * @param largest the most equal ones
     * @param countedAs how often these counted
     */
    public record Duplicates(long sample, long distinct, long largest, long countedAs) {}

    /**
     * The clusters of a level.
     *
     * @param clusters how many
     * @param fit what the fit says of itself; null for clusters that were not fitted here
     * @param smallest fewest pairs of a cluster, of all that were assigned
     * @param largest most pairs of a cluster
     * @param empty clusters without pairs
     * @param imbalance {@code K sum n_k^2 / N^2}: 1 when all are of equal size, K when one has everything (as FAISS measures it)
     * @param silhouette mean, from -1 to 1; null when the embeddings are gone
     */
    public record Level(int clusters, @Nullable Fitted fit, long smallest, long largest, int empty, double imbalance,
            @Nullable Double silhouette) {}

    /**
     * A k-means fit.
     *
     * @param points how many it was fitted on: pairs, or fine centres
     * @param smallest fewest points of a cluster
     * @param largest most points of a cluster
     * @param inertia sum of squared distances
     * @param iterations how many assignments were made
     * @param dualityGap how far the assignment may be from the best with these centres and sizes, as a share; null for unbalanced fits
     */
    public record Fitted(long points, long smallest, long largest, double inertia, int iterations, @Nullable Double dualityGap) {}

    /**
     * A coarse cluster, the data of an expert.
     *
     * @param expert its number
     * @param pairs how many it has
     * @param share of all pairs
     * @param fineCenters how many belong to it
     * @param silhouette mean of its pairs in the sample; null when the embeddings are gone
     * @param trainingPriority its place in the order of training, 1 for the first
     * @param spread mean distance of its fine centres to its coarse centre, which decides that order
     * @param words that tell its captions from the others', most telling first
     * @param nearestCaptions captions of the pairs nearest to its centre; none when the embeddings are gone
     */
    public record Coarse(int expert, long pairs, double share, int fineCenters, @Nullable Double silhouette, int trainingPriority,
            double spread, List<String> words, List<String> nearestCaptions) {}
}
