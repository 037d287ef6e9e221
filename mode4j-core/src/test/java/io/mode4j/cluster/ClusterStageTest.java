package io.mode4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FailingFileLayer;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.kmeans.KMeansOptions;
import io.mode4j.cluster.measure.ExpertPriority;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.cluster.points.TestPoints;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cluster and assign stages on files: planted groups in three shards. */
class ClusterStageTest {
    private static final int DIM = 16;
    private static final int ROWS = 6400;
    private static final ClusterOptions OPTIONS = ClusterOptions.of(16, 7).withFine(64).withThreads(2);

    private final FileLayer files = new FileLayer();
    private @TempDir Path folder;
    private Path embeddings;
    private Path clusters;
    private Path assignments;

    @BeforeEach
    void writeShards() throws IOException {
        embeddings = folder.resolve("embeddings");
        clusters = folder.resolve("clusters");
        assignments = folder.resolve("assignments");
        float[] all = TestPoints.planted(ROWS, DIM, 1);
        shard("00000", Arrays.copyOfRange(all, 0, 2560 * DIM));
        shard("00001", new float[0]);
        shard("00002", Arrays.copyOfRange(all, 2560 * DIM, ROWS * DIM));
    }

    private void shard(String name, float[] values) throws IOException {
        Npy.writeMatrix(files, embeddings.resolve(name + ".npy"), Dtype.FLOAT32, values.length / DIM, DIM,
                (index, into) -> System.arraycopy(values, (int) index * DIM, into, 0, DIM));
    }

    private Manifest cluster(ClusterOptions options) throws IOException {
        return new ClusterStage(files, Progress.silent(), options).run(embeddings, clusters);
    }

    private Manifest assign() throws IOException {
        return new AssignStage(files, Progress.silent(), 2).run(embeddings, clusters, assignments);
    }

    @Test
    void plantedGroupsComeBackFromTheFiles() throws IOException {
        Manifest manifest = cluster(OPTIONS);
        assertThat(manifest.summary()).containsEntry("rows", ROWS).containsKeys("sample", "fine", "coarse");
        Clusters read = Clusters.read(clusters);
        assertThat(read.experts()).isEqualTo(16);
        assertThat(read.sizes()).containsOnly(100);
        Map<String, Object> summary = assign().summary();
        assertThat(summary.get("rows")).hasToString(Integer.toString(ROWS));
        int[] groups = new int[2560];
        int[] coarse = new int[2560];
        int[] found = Assignments.open(assignments).read("00000");
        for (int i = 0; i < groups.length; i++) {
            groups[i] = i % 64;
            coarse[i] = read.fineToCoarse()[found[i]];
        }
        assertThat(TestPoints.adjustedRand(found, groups)).isEqualTo(1.0);
        assertThat(TestPoints.adjustedRand(coarse, Arrays.stream(groups).map(g -> g / 4).toArray())).isEqualTo(1.0);
        assertThat(Assignments.open(assignments).read("00001")).isEmpty();
        assertThat(Assignments.open(assignments).distances("00002")).hasSize(ROWS - 2560);
    }

    @Test
    void anInterruptedAssignmentKeepsWholeFilesAndEndsTheSame() throws IOException {
        cluster(OPTIONS);
        String whole = assign().fingerprint();
        Files.delete(assignments.resolve(Manifest.NAME));
        files.deleteTree(assignments);
        FileLayer failing = new FileLayer() {
            private final AtomicInteger writes = new AtomicInteger();

            @Override
            public void write(Path target, Content content) throws IOException {
                if (writes.incrementAndGet() == 4) {
                    throw new IOException("no space left for " + target);
                }
                super.write(target, content);
            }
        };
        assertThatThrownBy(() -> new AssignStage(failing, Progress.silent(), 1).run(embeddings, clusters, assignments))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no space left");
        assertThat(assign().fingerprint()).isEqualTo(whole);
    }

    @Test
    void anAssignmentKilledAtAnyStepEndsTheSame() throws IOException {
        cluster(OPTIONS);
        String whole = assign().fingerprint();
        boolean survived = false;
        for (int n = 1; !survived; n++) {
            files.deleteTree(assignments);
            FailingFileLayer failing = new FailingFileLayer(n);
            boolean failed = false;
            try {
                new AssignStage(failing, Progress.silent(), 2).run(embeddings, clusters, assignments);
            } catch (IOException e) {
                failed = true;
            }
            survived = failing.survived();
            assertThat(failed).as("step %d fails loudly", n).isNotEqualTo(survived);
            assertThat(new AssignStage(new UnsyncedFileLayer(), Progress.silent(), 2).run(embeddings, clusters, assignments).fingerprint())
                    .isEqualTo(whole);
        }
    }

    @Test
    void doneWorkIsKeptAndOtherOptionsAreRefused() throws IOException {
        Manifest first = cluster(OPTIONS);
        assertThat(cluster(OPTIONS).fingerprint()).isEqualTo(first.fingerprint());
        ClusterOptions other = ClusterOptions.of(4, 7).withKind(ClusterOptions.Kind.ONE_STEP).withThreads(2);
        assertThatThrownBy(() -> cluster(other)).isInstanceOf(MismatchException.class);
    }

    @Test
    void oneStepAndRandomSplit() throws IOException {
        cluster(ClusterOptions.of(4, 7).withKind(ClusterOptions.Kind.ONE_STEP).withSample(1).withDistance(Distance.COSINE).withThreads(2));
        assertThat(Clusters.read(clusters).fineToCoarse()).containsExactly(0, 1, 2, 3);
        files.deleteTree(clusters);
        cluster(ClusterOptions.of(4, 7).withKind(ClusterOptions.Kind.RANDOM).withSample(1).withThreads(2));
        assign();
        int[] drawn = Assignments.open(assignments).read("00002");
        for (int cluster = 0; cluster < 4; cluster++) {
            int wanted = cluster;
            assertThat(Arrays.stream(drawn).filter(k -> k == wanted).count()).isBetween(860L, 1060L);
        }
    }

    @Test
    void everyWayToFitFindsPlantedGroups() throws IOException {
        ClusterOptions nearest = ClusterOptions.of(16, 7).withFine(64).withCoarseMap(ClusterOptions.CoarseMap.NEAREST).withThreads(2);
        for (ClusterOptions options : List.of(nearest.withBalance(Balance.NONE).withRestarts(3),
                nearest.withBalance(new Balance(0.2, 0)).withRestarts(2), nearest.withPasses(3))) {
            Manifest manifest = cluster(options);
            assign();
            int[] found = Assignments.open(assignments).read("00002");
            int[] groups = new int[found.length];
            Arrays.setAll(groups, i -> (2560 + i) % 64);
            assertThat(TestPoints.adjustedRand(found, groups)).as("%s", options.configuration()).isEqualTo(1.0);
            assertThat(manifest.summary().containsKey("streamed")).isEqualTo(options.passes() > 0);
            files.deleteTree(clusters);
            files.deleteTree(assignments);
        }
    }

    @Test
    void fineCentresMayGoToTheNearestCoarseCentre() throws IOException {
        // one far group of one centre: a balanced map must give it company, the nearest does not
        float[] values = new float[400];
        for (int i = 0; i < 400; i++) {
            values[i] = i % 4 == 3 ? 1000 + i * 0.001f : i % 4 + i * 0.0001f;
        }
        Npy.writeMatrix(files, folder.resolve("line.npy"), Dtype.FLOAT32, 400, 1, (row, into) -> into[0] = values[(int) row]);
        int[] balanced = map(ClusterOptions.CoarseMap.BALANCED);
        int[] nearest = map(ClusterOptions.CoarseMap.NEAREST);
        assertThat(Arrays.stream(balanced).sum()).isEqualTo(2);
        assertThat(Arrays.stream(nearest).sum()).isIn(1, 3);
    }

    private int[] map(ClusterOptions.CoarseMap how) throws IOException {
        Path into = folder.resolve("line-" + how);
        new ClusterStage(files, Progress.silent(),
                ClusterOptions.of(2, 1)
                        .withFine(4)
                        .withSample(1)
                        .withInit(KMeansOptions.Init.RANDOM)
                        .withRestarts(4)
                        .withCoarseMap(how)
                        .withThreads(1))
                .run(folder.resolve("line.npy"), into);
        return Clusters.read(into).fineToCoarse();
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(
                () -> ClusterOptions.of(4, 1).withKind(ClusterOptions.Kind.RANDOM).withPasses(2).check())
                .hasMessageContaining("passes");
        assertThatThrownBy(
                () -> ClusterOptions.of(4, 1)
                        .withKind(ClusterOptions.Kind.ONE_STEP)
                        .withCoarseMap(ClusterOptions.CoarseMap.NEAREST)
                        .check())
                .hasMessageContaining("two steps");
        assertThatThrownBy(() -> new Balance(-0.1, 0)).hasMessageContaining("-0.1");
        assertThatThrownBy(() -> ClusterOptions.defaults().withRestarts(0))
                .hasMessageContaining("at least 1");
    }

    @Test
    void whatCameLaterIsNamedWhereItIsNotAsItAlwaysWas() {
        ClusterOptions asEver = OPTIONS.withDuplicates(ClusterOptions.Duplicates.KEEP);
        assertThat(OPTIONS.configuration()).containsEntry("duplicates", "CAP").hasSize(asEver.configuration().size() + 1);
        assertThat(asEver.configuration()).containsOnlyKeys("kind", "fine", "coarse", "sample", "distance", "balance_slack", "max_gap",
                "iterations", "restarts", "seed");
    }

    @Test
    void edgeCasesHaveAResultOrAClearError() throws IOException {
        Npy.writeMatrix(files, folder.resolve("same.npy"), Dtype.FLOAT32, 40, 2, (_, into) -> Arrays.fill(into, 3));
        ClusterOptions strict = ClusterOptions.of(4, 1).withFine(8).withSample(1).withThreads(1);
        ClusterOptions plain = ClusterOptions.of(4, 1).withFine(8).withSample(1).withBalance(Balance.NONE).withThreads(1);
        for (ClusterOptions options : List.of(strict, plain)) {
            assertThatThrownBy(
                    () -> new ClusterStage(files, Progress.silent(), options).run(folder.resolve("same.npy"),
                            folder.resolve("same of " + options.balance())))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("same.npy")
                    .hasMessageContaining("only 1 distinct");
        }
        Npy.writeMatrix(files, folder.resolve("few.npy"), Dtype.FLOAT32, 5, 2, (row, into) -> into[0] = row);
        assertThatThrownBy(() -> new ClusterStage(files, Progress.silent(), strict).run(folder.resolve("few.npy"), folder.resolve("few")))
                .hasMessageContaining("8 clusters")
                .hasMessageContaining("found 5");
        Npy.writeMatrix(files, folder.resolve("zero.npy"), Dtype.FLOAT32, 40, 2, (row, into) -> into[0] = row < 20 ? 0 : 1 + row % 2);
        ClusterOptions cosine = ClusterOptions.of(2, 1)
                .withKind(ClusterOptions.Kind.ONE_STEP)
                .withSample(1)
                .withDistance(Distance.COSINE)
                .withThreads(1);
        new ClusterStage(files, Progress.silent(), cosine).run(folder.resolve("zero.npy"), folder.resolve("zero"));
        assertThat(Clusters.read(folder.resolve("zero")).sizes()).containsExactly(20, 20);
    }

    @Test
    void badInputIsNamed() throws IOException {
        assertThatThrownBy(() -> new ClusterStage(files, Progress.silent(), OPTIONS).run(folder.resolve("nowhere"), clusters))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("nowhere");
        cluster(OPTIONS);
        float[] broken = new float[DIM];
        broken[3] = Float.NaN;
        shard("00001", broken);
        assertThatThrownBy(this::assign).isInstanceOf(DamagedException.class)
                .hasMessageContaining("00001.npy")
                .hasMessageContaining("point 0");
        Path fine = clusters.resolve("fine.safetensors");
        byte[] bytes = Files.readAllBytes(fine);
        bytes[bytes.length - 1] ^= 1;
        Files.write(fine, bytes);
        assertThatThrownBy(() -> Clusters.read(clusters)).isInstanceOf(DamagedException.class);
    }

    @Test
    void centersFollowTheData() {
        ClusterOptions options = ClusterOptions.of(4, 0);
        assertThat(List.of(options.fineFor(50_000), options.fineFor(34_185), options.fineFor(1000), options.fineFor(10)))
                .containsExactly(1024, 512, 16, 4);
        assertThat(options.sampleFor(10_000_000)).isEqualTo(500_000);
        assertThat(options.sampleFor(200_000)).isEqualTo(131_072);
        assertThat(options.sampleFor(34_185)).isEqualTo(34_185);
    }

    @Test
    void theMostSpreadExpertTrainsFirst() {
        Centers fine = new Centers(4, 1, new float[]{0, 1, 10, 30});
        Centers coarse = new Centers(2, 1, new float[]{0.5f, 20});
        Clusters clusters = new Clusters(fine, new long[4], new float[4], coarse, new int[]{0, 0, 1, 1}, Distance.EUCLIDEAN);
        assertThat(ExpertPriority.of(clusters)).containsExactly(new ExpertPriority(1, 10), new ExpertPriority(0, 0.5));
    }
}
