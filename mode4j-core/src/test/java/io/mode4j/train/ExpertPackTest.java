package io.mode4j.train;

import static io.mode4j.train.TrainFixture.MODEL;
import static io.mode4j.train.TrainFixture.stage;
import static io.mode4j.train.TrainedFolder.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FailingFileLayer;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.LinearClipEngine;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.progress.Progress;
import io.mode4j.ranks.Ranks;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.HeldOutPair;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.train.SampleChoice.Everything;
import io.mode4j.train.SampleChoice.ExpertShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpertPackTest {

    private static final ExpertShare SHARE = new ExpertShare(1, 0.2, 5);

    @TempDir
    private Path temporary;
    private Path whole = Path.of("");
    private Path seed = Path.of("");
    private TrainData data = TrainData.unclustered(Path.of(""), TrainFixture.FIRST);

    @BeforeEach
    void makeRun() throws IOException {
        whole = temporary.resolve("whole");
        Path index = TrainFixture.indexOfDistinct(whole.resolve("index"), IndexOptions.defaults().withHoldout(new Holdout(0.2, 1)));
        data = TrainFixture.clustered(index, whole);
        seed = temporary.resolve("seed");
        stage(new FileLayer(), index, 1).run(TrainJob.seed(MODEL, Portion.of(0, 30)), seed);
    }

    private RunDirectory pack(FileLayer files, String name) throws IOException {
        RunDirectory run = new RunDirectory(temporary.resolve(name));
        new ExpertPack(files, Progress.silent(), data, 2).write(SHARE, run);
        return run;
    }

    private static TrainData in(RunDirectory run) {
        return TrainData.clustered(run.index(), TrainFixture.FIRST, run.clusters(), run.assignments());
    }

    private Manifest expert(TrainData from, TrainSettings options, Path folder) throws IOException {
        return new TrainStage(new FileLayer(), Progress.silent(), new LinearClipEngine(), TrainFixture.LETTERS, TrainFixture.IMAGES, from,
                options, Ranks.alone()).run(TrainJob.continuing(seed, "expert-1", SHARE, Portion.of(32, 160)), folder);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anExpertTrainedFromItsShareAloneIsTheSame(boolean windows) throws Exception {
        TrainSettings options = windows ? TrainFixture.windowed(2) : TrainFixture.options(2);
        Manifest expected = expert(data, options, temporary.resolve("expected"));
        RunDirectory packed = pack(new FileLayer(), "packed");
        new FileLayer().deleteTree(whole); // and its shards
        Manifest found = expert(in(packed), options, temporary.resolve("found"));
        assertThat(contents(temporary.resolve("found"))).isEqualTo(contents(temporary.resolve("expected")));
        assertThat(found.recipe()).isEqualTo(expected.recipe());
        assertThat(found.summary()).isEqualTo(expected.summary());
        assertThat(TrainedFolder.log(temporary.resolve("found"))).anyMatch(line -> line.has("validation_loss"));
    }

    @Test
    void thePackedPairsAreThoseOfTheShareAsTheyWere() throws Exception {
        SampleIndex all = SampleIndex.open(data.index());
        SampleIndex packed = SampleIndex.open(pack(new FileLayer(), "packed").index());
        List<List<Object>> expected = seen(SelectedPairs.of(all, data.clusters(all, SHARE), SHARE, TrainFixture.FIRST, CaptionUse.ANY),
                all);
        assertThat(expected.size()).isLessThan((int) all.rows());
        assertThat(packed.rows()).isEqualTo(expected.size());
        assertThat(packed.allRows()).isEqualTo(all.rows());
        TrainData shares = in(new RunDirectory(temporary.resolve("packed")));
        assertThat(seen(SelectedPairs.of(packed, shares.clusters(packed, SHARE), SHARE, TrainFixture.FIRST, CaptionUse.ANY), packed))
                .isEqualTo(expected);
        assertThat(heldOut(packed)).hasSize(8).isEqualTo(heldOut(all));
    }

    /** Rows, captions and pictures. */
    private static List<List<Object>> seen(ShardPairs pairs, SampleIndex index) throws IOException {
        List<List<Object>> seen = new ArrayList<>();
        try (ShardImages images = new ShardImages(index)) {
            for (int shard = 0; shard < pairs.shards(); shard++) {
                for (Pair pair : pairs.pairs(shard) == 0 ? List.<Pair>of() : pairs.read(shard)) {
                    byte[] picture = images.read(shard, pair.offset(), pair.length());
                    seen.add(List.of(pair.row(), pair.captions(),
                            List.of(IntStream.range(0, picture.length).mapToObj(i -> picture[i]).toArray())));
                }
            }
        }
        return seen;
    }

    private static List<List<Object>> heldOut(SampleIndex index) throws IOException {
        List<List<Object>> seen = new ArrayList<>();
        try (ShardImages images = new ShardImages(index)) {
            for (HeldOutPair pair : index.heldOut()) {
                Sample sample = pair.sample();
                byte[] picture = images.read(pair.shard(), sample.imageOffset(), sample.imageLength());
                seen.add(List.of(sample.key(), sample.captions(),
                        List.of(IntStream.range(0, picture.length).mapToObj(i -> picture[i]).toArray())));
            }
        }
        return seen;
    }

    @Test
    void packedShardsAreShardsLikeOthers() throws Exception {
        RunDirectory run = pack(new FileLayer(), "packed");
        SampleIndex packed = SampleIndex.open(run.index());
        Path again = temporary.resolve("again");
        new IndexStage(new FileLayer(), Progress.silent(), new IndexOptions(0, 1)).run(ShardSet.of(List.of(run.data().toString())), again);
        SampleIndex indexed = SampleIndex.open(again);
        int shards = 0;
        for (int shard = 0; shard < packed.shards(); shard++) {
            if (packed.rows(shard) > 0) {
                assertThat(indexed.name(shard)).isEqualTo(packed.name(shard));
                assertThat(indexed.read(shard)).isEqualTo(packed.read(shard));
                shards++;
            }
        }
        assertThat(shards).isEqualTo(TrainFixture.SHARDS);
        Assignments assignments = Assignments.open(run.assignments());
        int[] coarse = Clusters.read(run.clusters()).fineToCoarse();
        long own = 0;
        for (int shard = 0; shard < shards; shard++) {
            assertThat(assignments.distances(packed.name(shard))).hasSize(packed.rows(shard));
            own += IntStream.of(assignments.read(packed.name(shard))).filter(fine -> coarse[fine] == 1).count();
        }
        assertThat(own).isPositive().isLessThan(packed.rows());
        assertThat(Manifest.read(run.assignments()).summary().get("coarse_sizes")).asInstanceOf(InstanceOfAssertFactories.LIST)
                .element(1)
                .isEqualTo((int) own);
    }

    @Test
    void otherModelsAreRefusedThereAndOtherSharesInTheSamePlace() throws Exception {
        RunDirectory run = pack(new FileLayer(), "packed");
        TrainStage stage = new TrainStage(new FileLayer(), Progress.silent(), new LinearClipEngine(), TrainFixture.LETTERS,
                TrainFixture.IMAGES, in(run), TrainFixture.options(1), Ranks.alone());
        for (SampleChoice other : List.of(new Everything(), new ExpertShare(0, 0.2, 5), new ExpertShare(1, 0.3, 5))) {
            assertThatThrownBy(() -> stage.run(TrainJob.continuing(seed, "m", other, Portion.of(32, 40)), temporary.resolve("m")))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("packed for one model, of coarse cluster 1 and 0.2 of the others, seed 5")
                    .hasMessageContaining(other.describe());
        }
        ExpertPack pack = new ExpertPack(new FileLayer(), Progress.silent(), data, 1);
        assertThatThrownBy(() -> pack.write(new ExpertShare(0, 0.2, 5), run)).isInstanceOf(MismatchException.class)
                .hasMessageContaining("samples");
    }

    @Test
    void packingThatIsKilledAtAnyWriteEndsInTheSameBytes() throws Exception {
        Map<String, Object> expected = files(pack(new FileLayer(), "straight"));
        int kills = 0;
        while (true) {
            RunDirectory run = new RunDirectory(temporary.resolve("killed-" + kills));
            try {
                new ExpertPack(new FailingFileLayer(kills + 1), Progress.silent(), data, 1).write(SHARE, run);
                break;
            } catch (IOException e) {
                assertThat(e).hasStackTraceContaining("killed");
            }
            new ExpertPack(new Unsynced(), Progress.silent(), data, 1).write(SHARE, run);
            assertThat(files(run)).as("killed at %d", kills).isEqualTo(expected);
            kills++;
        }
        assertThat(kills).isGreaterThan(60);
    }

    /** All files by their contents, manifests by what they say is in the folder. */
    private static Map<String, Object> files(RunDirectory run) throws IOException {
        Map<String, Object> files = new TreeMap<>();
        try (Stream<Path> walked = Files.walk(run.root())) {
            for (Path file : walked.filter(Files::isRegularFile).toList()) {
                String name = run.root().relativize(file).toString();
                files.put(name, file.endsWith(Manifest.NAME) ? Manifest.read(file.resolveSibling("")).files()
                        : Fingerprints.ofFile(file));
            }
        }
        return files;
    }
}
