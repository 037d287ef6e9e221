package io.mode4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.cluster.ClusterOptions.Duplicates;
import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.TestPoints;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.progress.Progress;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Equal embeddings through the cluster and assign stages: how often they count, and that no centre stays without pairs. */
class DuplicatesTest {
    private static final int DIM = 8;

    private final FileLayer files = new FileLayer();
    private @TempDir Path folder;

    private static ClusterOptions options(int fine, int coarse, Duplicates duplicates) {
        return ClusterOptions.of(coarse, 3).withFine(fine).withSample(1).withDuplicates(duplicates).withThreads(2);
    }

    private Manifest cluster(float[] values, Dtype type, ClusterOptions options) throws IOException {
        return cluster(values, type, options, Progress.silent());
    }

    private Manifest cluster(float[] values, Dtype type, ClusterOptions options, Progress progress) throws IOException {
        files.deleteTree(folder.resolve("clusters"));
        Npy.writeMatrix(files, folder.resolve("points.npy"), type, values.length / DIM, DIM,
                (index, into) -> System.arraycopy(values, (int) index * DIM, into, 0, DIM));
        return new ClusterStage(files, progress, options).run(folder.resolve("points.npy"), folder.resolve("clusters"));
    }

    /** A progress that hands on its notes. */
    private static Progress noting(Consumer<String> reader) {
        return (_, _, _, _) -> new Progress.Bar() {
            @Override
            public void advance(long n) {}

            @Override
            public void note(String text) {
                reader.accept(text);
            }

            @Override
            public void close() {}
        };
    }

    /** Sizes of the fine clusters over all pairs. */
    private long[] assigned() throws IOException {
        files.deleteTree(folder.resolve("assignments"));
        new AssignStage(files, Progress.silent(), 2).run(folder.resolve("points.npy"), folder.resolve("clusters"),
                folder.resolve("assignments"));
        long[] sizes = new long[clusters().fine().count()];
        for (int fine : Npy.readInts(folder.resolve("assignments").resolve("points.npy"))) {
            sizes[fine]++;
        }
        return sizes;
    }

    private Clusters clusters() throws IOException {
        return Clusters.read(folder.resolve("clusters"));
    }

    private static String duplicates(Manifest manifest) {
        return String.valueOf(manifest.summary().get("duplicates"));
    }

    /** Class prompts: few distinct captions under many pairs, some under most of them. */
    @Seeds(60)
    void everyExpertOfClassPromptsHasPairs(Draws draws) throws IOException {
        int distinct = draws.between(2, 40);
        int coarse = draws.between(1, Math.min(distinct, 8));
        int rows = draws.between(2 * distinct, 600);
        double skew = draws.between(0.0, 3.0);
        float[] values = new float[rows * DIM];
        float[] prompts = TestPoints.piles(distinct, DIM, new int[0], draws.between(1, 1000));
        for (int row = 0; row < rows; row++) { // every prompt once, then the first ones more often
            int prompt = row < distinct ? row : (int) (distinct * Math.pow(draws.between(0.0, 0.999), 1 + skew));
            System.arraycopy(prompts, prompt * DIM, values, row * DIM, DIM);
        }
        ClusterOptions options = options(draws.between(coarse, Math.max(coarse, rows / 2)), coarse, draws.oneOf(Duplicates.class))
                .withDistance(draws.oneOf(Distance.class))
                .withCoarseMap(draws.oneOf(ClusterOptions.CoarseMap.class))
                .withBalance(draws.flip() ? Balance.NONE : ClusterOptions.defaults().balance());
        try {
            cluster(values, Dtype.FLOAT16, options);
        } catch (BadInputException e) {
            assertThat(e).hasMessageMatching("(?s).*(fewer experts|option coarse-map balanced|option duplicates cap).*");
            return;
        }
        long[] fine = assigned();
        long[] pairs = new long[coarse];
        int[] map = clusters().fineToCoarse();
        for (int k = 0; k < fine.length; k++) {
            pairs[map[k]] += fine[k];
        }
        assertThat(pairs).as(draws.toString()).doesNotContain(0L);
        assertThat(Arrays.stream(pairs).sum()).isEqualTo(rows);
    }

    /** 400 distinct points and one 600 times for 16 centres: at c copies a cluster holds (400 + c) / 16, which is 27 at 27. */
    @ParameterizedTest
    @EnumSource(value = Dtype.class, names = {"FLOAT16", "FLOAT32"})
    void capLetsAPileCountAsACluster(Dtype type) throws IOException {
        Manifest manifest = cluster(TestPoints.piles(1000, DIM, new int[]{600}, 1), type, options(16, 4, Duplicates.CAP));
        assertThat(duplicates(manifest)).isEqualTo("{distinct=401, largest=600, counted_as=27, points=427}");
        assertThat(manifest.recipe().configuration()).containsEntry("duplicates", "CAP");
        assertThat(clusters().fine().count()).isEqualTo(16);
        assertThat(clusters().sizes()).containsOnly(26, 27);
        assertThat(assigned()).hasSize(16).doesNotContain(0L);
    }

    @Test
    void keptPilesMakeEqualCentersWhichAreMerged() throws IOException {
        Manifest manifest = cluster(TestPoints.piles(1000, DIM, new int[]{600}, 1), Dtype.FLOAT16, options(16, 4, Duplicates.KEEP));
        assertThat(duplicates(manifest)).isEqualTo("{distinct=401, largest=600, counted_as=600, points=1000}");
        assertThat(manifest.recipe().configuration()).doesNotContainKey("duplicates"); // as it always was
        int merged = Integer.parseInt(String.valueOf(manifest.summary().get("merged_centers")));
        assertThat(merged).isBetween(7, 9); // 600 points fill 9 clusters of 62 or 63
        assertThat(clusters().fine().count()).isEqualTo(16 - merged);
        assertThat(Arrays.stream(clusters().sizes()).sum()).isEqualTo(1000);
        assertThat(Arrays.stream(clusters().sizes()).max().orElseThrow()).isGreaterThanOrEqualTo(62L * (merged + 1));
        assertThat(assigned()).doesNotContain(0L);
    }

    @Test
    void onceCountsEachPointOnce() throws IOException {
        Manifest manifest = cluster(TestPoints.piles(1000, DIM, new int[]{600}, 1), Dtype.FLOAT16, options(16, 4, Duplicates.ONCE));
        assertThat(duplicates(manifest)).isEqualTo("{distinct=401, largest=600, counted_as=1, points=401}");
        assertThat(assigned()).doesNotContain(0L);
    }

    @ParameterizedTest
    @EnumSource(Duplicates.class)
    void noMoreCentersThanDistinctPoints(Duplicates duplicates) throws IOException {
        float[] values = new float[600 * DIM];
        float[] texts = TestPoints.gaussian(10, DIM, 2);
        for (int i = 0; i < 600; i++) {
            System.arraycopy(texts, i % 10 * DIM, values, i * DIM, DIM);
        }
        cluster(values, Dtype.FLOAT32, options(100, 2, duplicates));
        assertThat(assigned()).hasSize(10).containsOnly(60);
        cluster(values, Dtype.FLOAT32,
                options(100, 2, duplicates).withInit(KMeansOptions.Init.RANDOM).withBalance(Balance.NONE).withRestarts(2));
        assertThat(assigned()).hasSize(10).containsOnly(60);
    }

    @Test
    void tooFewDistinctPointsForTheExpertsAreRefused() throws IOException {
        float[] equal = new float[300 * DIM];
        assertThatThrownBy(() -> cluster(equal, Dtype.FLOAT32, options(16, 4, Duplicates.CAP))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("only 1 distinct ones, too few for 4 experts");
        assertThat(folder.resolve("clusters").resolve(Manifest.NAME)).doesNotExist();
        cluster(equal, Dtype.FLOAT32, options(16, 1, Duplicates.CAP));
        assertThat(assigned()).containsExactly(300);
    }

    @Test
    void passesOverAllPairsLeaveNoEqualCenters() throws IOException {
        float[] values = TestPoints.piles(3000, DIM, new int[]{900, 500}, 4);
        for (Balance balance : List.of(Balance.STRICT, Balance.NONE)) {
            cluster(values, Dtype.FLOAT16,
                    options(70, 4, Duplicates.CAP).withBalance(balance).withIterations(10).withPasses(3));
            Centers fine = clusters().fine();
            assertThat(Piles.of(Points.of(fine.values(), DIM), Distance.EUCLIDEAN, new Workers(1)).count()).isEqualTo(fine.count());
        }
    }

    @Test
    void progressMovesWithinAnIteration() throws IOException {
        List<String> notes = new ArrayList<>();
        cluster(TestPoints.piles(3000, DIM, new int[]{900, 500}, 4), Dtype.FLOAT16, options(70, 4, Duplicates.KEEP), noting(notes::add));
        assertThat(notes).anyMatch(note -> note.matches("prices: [\\d,]+ points misplaced"))
                .anyMatch(note -> note.matches("sizes: [\\d,]+ points too many"))
                .anyMatch(note -> note.startsWith("objective "));
    }

    @Test
    void anInterruptEndsTheStage() throws IOException {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> cluster(TestPoints.piles(1000, DIM, new int[]{600}, 1), Dtype.FLOAT16, options(16, 4, Duplicates.CAP)))
                    .isInstanceOf(IOException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(Files.exists(folder.resolve("clusters").resolve(Manifest.NAME))).isFalse();
        Progress interrupting = noting(note -> {
            if (note.startsWith("sizes")) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            assertThatThrownBy(
                    () -> cluster(TestPoints.piles(1000, DIM, new int[]{600}, 1), Dtype.FLOAT16, options(80, 4, Duplicates.KEEP),
                            interrupting))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining("the work was interrupted");
        } finally {
            Thread.interrupted();
        }
        cluster(TestPoints.piles(1000, DIM, new int[]{600}, 1), Dtype.FLOAT16, options(16, 4, Duplicates.CAP));
        assertThat(assigned()).doesNotContain(0L);
    }
}
