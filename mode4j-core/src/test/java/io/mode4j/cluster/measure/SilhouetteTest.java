package io.mode4j.cluster.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.cluster.AssignStage;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.TestPoints;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.progress.Progress;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SilhouetteTest {
    private static final int COUNT = 40;
    private static final int DIM = 3;

    @TempDir
    private Path folder;

    /** Points and labels by a formula, so that scikit-learn could be given the same. */
    private static float[] points() {
        float[] points = new float[COUNT * DIM];
        for (int i = 0; i < COUNT; i++) {
            for (int d = 0; d < DIM; d++) {
                points[i * DIM + d] = (float) (Math.sin(1 + i * 7.3 + d * 1.7) + (d == 0 ? i % 3 * 0.8 : 0));
            }
        }
        return points;
    }

    private static int[] labels() {
        int[] labels = new int[COUNT];
        Arrays.setAll(labels, i -> i == COUNT - 1 ? 3 : i % 3);
        return labels;
    }

    /** {@code sklearn.metrics.silhouette_samples} 1.9.1 of the same points: their mean, and points 0, 1, 2, 17 and 39, which is alone. */
    @Test
    void valuesAreThoseOfScikitLearn() {
        requireEqual(Distance.EUCLIDEAN, -0.03321113807296824, 0.0003891879153975129, -0.17880268263909957, 0.06948048251489683,
                0.13371558784877036, 0);
        requireEqual(Distance.COSINE, -0.16018854097767082, -0.5115213692817955, -0.5838478473704554, -0.033751599616079875,
                0.4629205674193467, 0);
    }

    private static void requireEqual(Distance distance, double mean, double... some) {
        double[] found = Silhouette.of(points(), DIM, labels(), 4, distance, new Workers(2));
        assertThat(Arrays.stream(found).average().orElseThrow()).isCloseTo(mean, within(1e-6));
        assertThat(new double[]{found[0], found[1], found[2], found[17], found[39]}).containsExactly(some, within(1e-6));
    }

    @Test
    void oneClusterAloneHasNone() {
        assertThat(Silhouette.of(points(), DIM, new int[COUNT], 1, Distance.EUCLIDEAN, new Workers(1))).containsOnly(0);
    }

    @Test
    void theSimplifiedOneLooksAtCentres() {
        Centers centers = new Centers(3, 1, new float[]{0, 10, 30});
        double[] found = Silhouette.simplified(new float[]{1, 10, 2}, new int[]{0, 1, 1}, centers, Distance.EUCLIDEAN, new Workers(1));
        assertThat(found).containsExactly(new double[]{8 / 9.0, 1, -6 / 8.0}, within(1e-12));
    }

    @Test
    void plantedGroupsAreFarApartAndRowsMustMatch() throws IOException {
        FileLayer files = new FileLayer();
        int rows = 2600;
        float[] planted = TestPoints.planted(rows, 8, 2);
        Path embeddings = folder.resolve("embeddings");
        write(files, embeddings.resolve("a.npy"), planted, 0, 1000);
        write(files, embeddings.resolve("b.npy"), planted, 1000, rows);
        Path clusters = folder.resolve("clusters");
        ClusterOptions options = ClusterOptions.of(16, 7).withFine(64).withSample(1).withThreads(2);
        new ClusterStage(files, Progress.silent(), options).run(embeddings, clusters);
        Path assignments = folder.resolve("assignments");
        new AssignStage(files, Progress.silent(), 2).run(embeddings, clusters, assignments);

        Separation separation = Separation.of(embeddings, Assignments.open(assignments), Clusters.read(clusters), 2);
        assertThat(separation.points()).isEqualTo(Separation.MOST);
        assertThat(separation.fine()).isBetween(0.9, 1.0);
        assertThat(separation.coarse()).isBetween(0.5, 1.0);
        assertThat(separation.ofCoarse()).hasSize(16).doesNotContain(0.0);

        write(files, embeddings.resolve("b.npy"), planted, 1001, rows);
        assertThatThrownBy(() -> Separation.of(embeddings, Assignments.open(assignments), Clusters.read(clusters), 2))
                .isInstanceOf(DamagedException.class)
                .hasMessageContaining("2599 rows");
    }

    private static void write(FileLayer files, Path file, float[] values, int from, int to) throws IOException {
        Npy.writeMatrix(files, file, Dtype.FLOAT32, to - from, 8,
                (row, into) -> System.arraycopy(values, ((int) row + from) * 8, into, 0, 8));
    }
}
