package io.mode4j.cluster.measure;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.RandomStream;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.EmbeddingFiles;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.Sampling;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How well clusters are separated, on a sample of the pairs: mean silhouettes, from -1 (in the wrong cluster) through 0 (between two) to 1 (far from
 * all others).
 *
 * @param points how many pairs were looked at
 * @param fine mean simplified silhouette of the fine clusters, from distances to the centres
 * @param coarse mean silhouette of the coarse clusters, from the distances between the pairs
 * @param ofCoarse the same of each coarse cluster's points, {@code [n]}; 0 for one without points in the sample
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of numbers; compared by nobody
public record Separation(int points, double fine, double coarse, double[] ofCoarse) {
    /** At most so many pairs, for the distances between all of them are computed. */
    public static final int MOST = 2000;

    /**
     * Measures {@value #MOST} pairs, or all when there are fewer; always the same ones.
     *
     * @param embeddings a {@code .npy} file or a folder of them
     * @param assignments of all their rows
     * @throws IOException if a file is missing, or rows and assignments do not match
     */
    public static Separation of(Path embeddings, Assignments assignments, Clusters clusters, int threads) throws IOException {
        EmbeddingFiles files = EmbeddingFiles.of(embeddings);
        try (EmbeddingFiles.Opened opened = files.open()) {
            Points all = Points.of(opened.matrices());
            int[] chosen = Sampling.choose(all.size(), Math.min(MOST, all.size()), RandomStream.of(0, "silhouette sample"));
            float[] points = new float[chosen.length * all.dim()];
            all.select(chosen).read(0, chosen.length, points);
            int[] fine = labels(files, assignments, all.size(), chosen);
            return of(points, fine, clusters, new Workers(threads));
        }
    }

    private static Separation of(float[] points, int[] fine, Clusters clusters, Workers workers) {
        int[] coarse = Arrays.stream(fine).map(k -> clusters.fineToCoarse()[k]).toArray();
        double[] ofFine = Silhouette.simplified(points, fine, clusters.fine(), clusters.distance(), workers);
        double[] ofCoarse = Silhouette.of(points, clusters.fine().dim(), coarse, clusters.experts(), clusters.distance(), workers);
        double[] means = new double[clusters.experts()];
        int[] counts = new int[means.length];
        for (int i = 0; i < coarse.length; i++) {
            means[coarse[i]] += ofCoarse[i];
            counts[coarse[i]]++;
        }
        for (int c = 0; c < means.length; c++) {
            means[c] /= Math.max(1, counts[c]);
        }
        return new Separation(fine.length, Arrays.stream(ofFine).average().orElse(0), Arrays.stream(ofCoarse).average().orElse(0), means);
    }

    private static int[] labels(EmbeddingFiles files, Assignments assignments, int rows, int[] chosen) throws IOException {
        int[] labels = new int[chosen.length];
        int next = 0;
        int first = 0;
        for (String file : files.names()) {
            int[] fine = assignments.read(EmbeddingFiles.name(file));
            while (next < chosen.length && chosen[next] - first < fine.length) {
                labels[next] = fine[chosen[next] - first];
                next++;
            }
            first += fine.length;
        }
        if (first != rows) {
            throw new DamagedException(files.place(), first + " rows, as many as were assigned", rows + " rows; assign them again");
        }
        return labels;
    }
}
