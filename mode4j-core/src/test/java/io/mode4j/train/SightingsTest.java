package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.AssignStage;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.progress.Progress;
import io.mode4j.ranks.Ranks;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.KeySearch.Found;
import io.mode4j.shard.index.KeySearch;
import io.mode4j.train.SampleChoice.Everything;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.SampleChoice.FineClusters;
import io.mode4j.train.SampleChoice.RandomShare;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a finished model, against the batches that it was given while it was trained. */
@ParameterizedClass
@ValueSource(ints = {0, 2})
class SightingsTest {

    private static final int ROWS = TrainFixture.SHARDS * TrainFixture.ROWS;
    private static final ExpertShare SHARE = new ExpertShare(1, 0.2, 5);

    /** Shards that are shuffled together; 0: all pairs are. */
    @Parameter
    private int window;

    @TempDir
    private Path folder;

    private final RecordingEngine engine = new RecordingEngine();
    private TrainData data = TrainData.unclustered(Path.of(""), TrainFixture.FIRST);
    private Path seed = Path.of("");

    @BeforeEach
    void makeData() throws IOException {
        use(TrainFixture.index(folder.resolve("index"), Set.of()));
    }

    private void use(Path index) throws IOException {
        data = TrainFixture.clustered(index, index.resolveSibling(index.getFileName() + "-clusters"));
        seed = index.resolveSibling(index.getFileName() + "-seed");
        train(TrainJob.seed(TrainFixture.MODEL, Portion.of(0, 8)), seed);
    }

    /** How often the model learnt each row. */
    private Map<Integer, Integer> train(TrainJob job, Path into) throws IOException {
        TrainSettings some = window == 0 ? TrainFixture.options(2) : TrainFixture.windowed(2);
        TrainSettings settings = new TrainSettings(some.batchSize(), some.optimizer(), some.schedule(), some.augmentation(),
                CaptionUse.CLUSTERED, some.window(), some.falseNegatives(), some.seed(), some.loading());
        new TrainStage(new FileLayer(), Progress.silent(), engine, TrainFixture.LETTERS, TrainFixture.IMAGES, data, settings, Ranks.alone())
                .run(job, into);
        return engine.learnt();
    }

    private Map<Integer, Integer> train(SampleChoice samples, int seen, Path into) throws IOException {
        return train(TrainJob.continuing(seed, "some", samples, Portion.of(8, 8 + seen)), into);
    }

    private static List<Found> all(TrainData data) throws IOException {
        return KeySearch.find(data.index(), IntStream.range(0, ROWS).mapToObj("%05d"::formatted).toList(), 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 11, 25})
    void everyPairIsCountedAsOftenAsItWasLearnt(int steps) throws Exception {
        for (SampleChoice samples : List.of(new Everything(), SHARE, new ExpertShare(0, 0, 5), new RandomShare(1, 0.1, 5),
                new FineClusters(List.of(1)))) {
            Path model = folder.resolve(samples.describe());
            Map<Integer, Integer> learnt = train(samples, 4 * steps, model);
            List<Seen> seen = Sightings.open(model).of(data, all(data));
            assertThat(seen).hasSize(ROWS);
            for (int row = 0; row < ROWS; row++) {
                int times = learnt.getOrDefault(row, 0);
                assertThat(seen.get(row)).as("%s, row %d", samples, row).isEqualTo(new Seen(times, times));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9, 10, 25})
    void whatCannotBeDecodedMakesFewCountsUncertain(int steps) throws Exception {
        Set<Integer> broken = Set.of(3, 17, 30);
        use(TrainFixture.index(folder.resolve("broken"), broken));
        Path model = folder.resolve("model");
        Map<Integer, Integer> learnt = train(new Everything(), 4 * steps, model);
        Sightings sightings = Sightings.open(model);
        assertThat(sightings.undecodable()).isBetween(steps > 9 ? 3L : 0L, 3L);
        List<Seen> seen = sightings.of(data, all(data));
        for (int row = 0; row < ROWS; row++) {
            if (!broken.contains(row)) {
                assertThat((long) learnt.getOrDefault(row, 0)).isBetween(seen.get(row).least(), seen.get(row).most());
            }
        }
        long uncertain = seen.stream().filter(one -> one.least() < one.most()).count();
        assertThat(uncertain).isLessThanOrEqualTo(steps > 9 ? 3 * 3 : 0);
    }

    @Test
    void anExpertOfFineClustersLearnsTheirPairsAndKnowsThem() throws Exception {
        Path embeddings = data.clusteringFor(SHARE).clusters().resolveSibling("embeddings");
        TrainData.Clustering clustering = new TrainData.Clustering(folder.resolve("fine/clusters"), folder.resolve("fine/assignments"),
                List.of());
        new ClusterStage(new FileLayer(), Progress.silent(), ClusterOptions.of(2, 1).withFine(6)).run(embeddings, clustering.clusters());
        new AssignStage(new FileLayer(), Progress.silent(), 1).run(embeddings, clustering.clusters(), clustering.assignments());
        data = TrainData.clustered(data.index(), TrainFixture.FIRST, clustering.clusters(), clustering.assignments());
        Clusters clusters = Clusters.read(clustering.clusters());
        List<Integer> chosen = List.of(0, 5);
        Path model = folder.resolve("task");
        Map<Integer, Integer> learnt = train(new FineClusters(chosen), 200, model);
        Set<Integer> expected = new HashSet<>();
        for (Found pair : all(data)) {
            int fine = Assignments.open(clustering.assignments()).read("0000" + pair.shard())[pair.row()];
            if (chosen.contains(fine)) {
                expected.add(Integer.parseInt(pair.key()));
            }
        }
        assertThat(expected.size()).isBetween(2, ROWS - 1);
        assertThat(learnt.keySet()).isEqualTo(expected);
        ExpertClusters own = ExpertClusters.read(model);
        assertThat(own.pairs()).isEqualTo(expected.size());
        assertThat(own.fine().count()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            assertThat(own.fine().row(i)).isEqualTo(clusters.fine().row(chosen.get(i)));
            assertThat(own.coarse().values()[i]).isEqualTo((own.fine().values()[i] + own.fine().values()[2 + i]) / 2);
        }
        assertThat(own.seed()).isEqualTo(Manifest.read(seed).fingerprint());
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> train(new FineClusters(List.of(6)), 8, none)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("fine cluster 6")
                .hasMessageContaining("6 fine clusters");
    }

    @Test
    void pairsThatAreHeldOutAreNeverSeen() throws Exception {
        use(TrainFixture.indexOfDistinct(folder.resolve("some"), IndexOptions.defaults().withHoldout(new Holdout(0.2, 1))));
        Path model = folder.resolve("model");
        Map<Integer, Integer> learnt = train(new Everything(), 80, model);
        List<Found> pairs = all(data);
        List<Seen> seen = Sightings.open(model).of(data, pairs);
        assertThat(pairs.stream().filter(Found::heldOut)).hasSize(8);
        for (int row = 0; row < ROWS; row++) {
            assertThat(pairs.get(row).key()).isEqualTo("%05d".formatted(row));
            assertThat(learnt.containsKey(row)).isNotEqualTo(pairs.get(row).heldOut());
            assertThat(seen.get(row).most()).isEqualTo(learnt.getOrDefault(row, 0).longValue());
        }
    }

    @Test
    void anExpertsShareTellsOfTheExpertAloneAndTheSameAsTheWhole() throws Exception {
        Path model = folder.resolve("expert");
        train(SHARE, 50, model);
        RunDirectory packed = new RunDirectory(folder.resolve("packed"));
        Manifest _ = new ExpertPack(new FileLayer(), Progress.silent(), data, 1).write(SHARE, packed);
        TrainData share = TrainData.clustered(packed.index(), TrainFixture.FIRST, packed.clusters(), packed.assignments());
        List<Found> there = all(share);
        List<Found> whole = all(data).stream().filter(pair -> there.stream().anyMatch(other -> other.key().equals(pair.key()))).toList();
        assertThat(there.size()).isBetween(10, ROWS - 1);
        assertThat(Sightings.open(model).of(share, there)).isEqualTo(Sightings.open(model).of(data, whole))
                .anyMatch(seen -> seen.most() > 1);
        assertThatThrownBy(() -> Sightings.open(seed).of(share, there)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("only those of " + SHARE.describe());
    }

    @Test
    void modelsOfOtherDataAreRefused() throws Exception {
        Path model = folder.resolve("expert");
        train(SHARE, 50, model);
        TrainData other = TrainFixture.clustered(TrainFixture.indexOfDistinct(folder.resolve("other"),
                IndexOptions.defaults().withHoldout(new Holdout(0.2, 1))), folder.resolve("others"));
        TrainData mixed = TrainData.clustered(data.index(), TrainFixture.FIRST, data.clusteringFor(SHARE).clusters(),
                other.clusteringFor(SHARE).assignments());
        List<Found> pairs = all(data);
        assertThatThrownBy(() -> Sightings.open(seed).of(other, pairs)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("from another index");
        assertThatThrownBy(() -> Sightings.open(model).of(mixed, pairs)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("from another assignments");
        assertThatThrownBy(() -> Sightings.open(model).of(TrainData.unclustered(data.index(), TrainFixture.FIRST), pairs))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("run assign");
        assertThatThrownBy(() -> Sightings.open(data.index())).isInstanceOf(BadInputException.class)
                .hasMessageContaining("manifest.json")
                .hasMessageContaining("index made");
        assertThatThrownBy(() -> Sightings.open(folder.resolve("none"))).isInstanceOf(BadInputException.class);
    }
}
