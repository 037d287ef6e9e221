package io.mode4j.train;

import static io.mode4j.train.TrainFixture.MODEL;
import static io.mode4j.train.TrainFixture.stage;
import static io.mode4j.train.TrainedFolder.contents;
import static io.mode4j.train.TrainedFolder.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FailingFileLayer;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.FailingEngine;
import io.mode4j.clip.LinearClipEngine;
import io.mode4j.clip.NonFiniteLossException;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.progress.Progress;
import io.mode4j.ranks.Ranks;
import io.mode4j.text.Cleaning;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TrainStageTest {

    private static final TrainJob SEED = TrainJob.seed(MODEL, Portion.of(0, 30)); // 8 steps of 4
    private static final int STEPS = 8;

    @TempDir
    private Path temporary;
    private Path index = Path.of("");

    @BeforeEach
    void makeIndex() throws IOException {
        index = TrainFixture.index(temporary.resolve("index"), Set.of(5));
    }

    private Path trained(String name, TrainJob job, int workers) throws IOException {
        Path folder = temporary.resolve(name);
        stage(new FileLayer(), index, workers).run(job, folder);
        return folder;
    }

    /** Captions are {@code cap3} and {@code other3}; cleaned, they lose their vowels here. */
    @Test
    void captionsAreCleanedAsTheModelWantsIt() throws IOException {
        Tokenizer cleaned = letters(text -> text.replaceAll("[aeiou]", ""), text -> text);
        Tokenizer cleaning = letters(text -> text, text -> text.replaceAll("[aeiou]", ""));
        ClipConfig.Text texts = new ClipConfig.Text(10, 128, 16, 1, 1, 4, null, ClipConfig.Text.Pool.ARGMAX, false, Cleaning.CANONICALIZE);
        ClipConfig model = ClipConfig.of(8, MODEL.vision(), texts, false);

        Path usual = trainedWith("usual", MODEL, cleaning);
        Path canonical = trainedWith("canonical", model, cleaning);

        byte[] weights = Files.readAllBytes(canonical.resolve("model.safetensors"));
        assertThat(weights).isEqualTo(Files.readAllBytes(trainedWith("cleaned", MODEL, cleaned).resolve("model.safetensors")))
                .isNotEqualTo(Files.readAllBytes(usual.resolve("model.safetensors")));
        assertThat(Manifest.read(canonical).recipe()).isNotEqualTo(Manifest.read(usual).recipe());
    }

    private Path trainedWith(String name, ClipConfig model, Tokenizer tokenizer) throws IOException {
        Path folder = temporary.resolve(name);
        stage(new FileLayer(), new LinearClipEngine(), tokenizer, index, TrainFixture.options(1))
                .run(TrainJob.seed(model, Portion.of(0, 30)), folder);
        return folder;
    }

    private static Tokenizer letters(UnaryOperator<String> lower, UnaryOperator<String> canonical) {
        return new Tokenizer() {
            @Override
            public int vocabSize() {
                return TrainFixture.LETTERS.vocabSize();
            }

            @Override
            public int[] encode(String text, int contextLength) {
                return TrainFixture.LETTERS.encode(lower.apply(text), contextLength);
            }

            @Override
            public Tokenizer cleaning(Cleaning cleaning) {
                return cleaning == Cleaning.CANONICALIZE ? letters(canonical, canonical) : this;
            }

            @Override
            public String identity() {
                return "letters";
            }
        };
    }

    @Test
    void anIndexOrAssignmentsThatChangedAreNotTrainedOn() throws IOException {
        Path parquet = index.resolve("00001.parquet");
        byte[] whole = Files.readAllBytes(parquet);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        Files.write(parquet, flipped);
        assertThatThrownBy(() -> stage(new FileLayer(), index, 1).run(SEED, temporary.resolve("seed"))).isInstanceOf(DamagedException.class)
                .hasMessageContaining("00001.parquet");
        Files.write(parquet, whole);
        Path clusters = finished("clusters");
        Path assignments = finished("assignments");
        Files.write(assignments.resolve("made"), new byte[]{2});
        TrainData data = TrainData.clustered(index, TrainFixture.FIRST, clusters, assignments);
        data.verify(new SampleChoice.Everything());
        assertThatThrownBy(() -> data.verify(new SampleChoice.ExpertShare(0, 0, 0))).isInstanceOf(DamagedException.class)
                .hasMessageContaining("assignments");
    }

    private Path finished(String name) throws IOException {
        Path folder = temporary.resolve(name);
        FileLayer files = new FileLayer();
        try (StageFolder stage = StageFolder.of(files, folder, new Recipe(name, 1, new TreeMap<>(), new TreeMap<>()))) {
            stage.begin();
            files.write(folder.resolve("made"), out -> out.write(1));
            stage.finish(Map.of());
        }
        return folder;
    }

    @Test
    void theLogHasEveryStepOnce() throws Exception {
        List<JsonNode> log = log(trained("m", SEED, 1));
        assertThat(log.stream().map(line -> line.get("step").intValue())).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(log.stream().map(line -> line.get("samples").intValue())).containsExactly(4, 8, 12, 16, 20, 24, 28, 32);
        assertThat(log.getFirst().get("lr").doubleValue()).isEqualTo(1e-2 * 4 / 8);
        assertThat(log.get(1).get("lr").doubleValue()).isEqualTo(1e-2);
    }

    @Test
    void theNumberOfWorkersChangesNothing() throws Exception {
        Map<String, Object> one = contents(trained("one", SEED, 1));
        assertThat(contents(trained("five", SEED, 5))).isEqualTo(one);
    }

    @Test
    void windowsAreAnotherTrainingThatTheNumberOfWorkersDoesNotChangeEither() throws Exception {
        Path one = temporary.resolve("one");
        Path three = temporary.resolve("three");
        stage(new FileLayer(), new LinearClipEngine(), index, TrainFixture.windowed(1)).run(SEED, one);
        stage(new FileLayer(), new LinearClipEngine(), index, TrainFixture.windowed(3)).run(SEED, three);
        assertThat(contents(three)).isEqualTo(contents(one)).isNotEqualTo(contents(trained("global", SEED, 1)));
        assertThat(Manifest.read(one).recipe().configuration()).containsEntry("shuffle", "windows of 2 shards");
        assertThat(Manifest.read(temporary.resolve("global")).recipe().configuration()).doesNotContainKey("shuffle");
        assertThatThrownBy(() -> trained("one", SEED, 1)).isInstanceOf(MismatchException.class).hasMessageContaining("shuffle");
        TrainJob twoEpochs = TrainJob.seed(MODEL, Portion.of(0, 79));
        assertThat(stage(new FileLayer(), new LinearClipEngine(), index, TrainFixture.windowed(2))
                .run(twoEpochs, temporary.resolve("two"))
                .summary()).containsEntry("pairs", TrainFixture.SHARDS * TrainFixture.ROWS)
                .containsEntry("undecodable", Map.of("UNKNOWN_FORMAT", 1));
    }

    @Test
    void aDoneTrainingIsNotRepeatedAndAnotherRecipeIsRefused() throws Exception {
        Path folder = trained("m", SEED, 1);
        Manifest first = Manifest.read(folder);
        assertThat(first.summary()).containsEntry("steps", STEPS).containsEntry("pairs", TrainFixture.SHARDS * TrainFixture.ROWS);
        assertThat(stage(new FailingFileLayer(1), index, 1).recipe(SEED)).isEqualTo(first.recipe());
        assertThat(trained("m", SEED, 1)).isEqualTo(folder);
        TrainJob longer = TrainJob.seed(MODEL, Portion.of(0, 40));
        assertThatThrownBy(() -> trained("m", longer, 1)).isInstanceOf(MismatchException.class).hasMessageContaining("portion");
    }

    @Test
    void aModelWithFewerPairsThanABatchTakesAllOfThemOnceAStep() throws Exception {
        index = TrainFixture.index(temporary.resolve("whole"), Set.of());
        TrainJob job = TrainJob.seed(MODEL, Portion.of(0, 200)); // 5 steps of 42
        TrainSettings options = TrainFixture.options(256, 2, null);
        Path straight = temporary.resolve("straight");
        assertThat(stage(new FileLayer(), new LinearClipEngine(), index, options).run(job, straight).summary()).containsEntry("steps", 5)
                .containsEntry("batch_size", 42)
                .containsEntry("samples", 210)
                .containsEntry("epochs", 5.0);
        assertThat(log(straight).stream().map(line -> line.get("samples").intValue())).containsExactly(42, 84, 126, 168, 210);
        Path resumed = temporary.resolve("resumed");
        assertThatThrownBy(() -> stage(new FileLayer(), new FailingEngine(5), index, options).run(job, resumed))
                .isInstanceOf(NonFiniteLossException.class);
        stage(new FileLayer(), new LinearClipEngine(), index, options).run(job, resumed);
        assertThat(contents(resumed)).isEqualTo(contents(straight));
    }

    @Test
    void anExpertContinuesTheSeedsStepsAndSchedule() throws Exception {
        Path seed = trained("seed", SEED, 1);
        TrainJob job = TrainJob.continuing(seed, "dense", new SampleChoice.Everything(), Portion.of(32, 80));
        Path dense = trained("dense", job, 1);
        List<JsonNode> log = log(dense);
        assertThat(log).hasSize(12);
        assertThat(log.getFirst().get("samples").intValue()).isEqualTo(36);
        assertThat(log.getFirst().get("lr").doubleValue())
                .isEqualTo(TrainFixture.options(1).schedule().rate(1e-2, 32, 4));
        assertThat(seed.resolve("optimizer.safetensors")).exists();
        assertThat(dense.resolve("optimizer.safetensors")).doesNotExist();
        assertThat(dense.resolve("checkpoints")).doesNotExist();
        assertThatThrownBy(() -> trained("next", TrainJob.continuing(dense, "x", new SampleChoice.Everything(), Portion.of(1, 2)), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("optimizer.safetensors");
    }

    @Test
    void anExpertSeesItsCluster() throws Exception {
        TrainData data = TrainFixture.clustered(index, temporary);
        Path clusters = data.clusteringFor(new SampleChoice.ExpertShare(1, 0, 5)).clusters();
        Path assignments = data.clusteringFor(new SampleChoice.ExpertShare(1, 0, 5)).assignments();
        int[] coarse = Clusters.read(clusters).fineToCoarse();
        long own = 0;
        for (int shard = 0; shard < TrainFixture.SHARDS; shard++) {
            own += IntStream.of(Assignments.open(assignments).read("0000" + shard)).filter(fine -> coarse[fine] == 1).count();
        }
        TrainStage stage = new TrainStage(new FileLayer(), Progress.silent(), new LinearClipEngine(), TrainFixture.LETTERS,
                TrainFixture.IMAGES, data, TrainFixture.options(1), Ranks.alone());
        TrainJob job = TrainJob.continuing(trained("seed", SEED, 1), "expert-1", new SampleChoice.ExpertShare(1, 0, 5),
                Portion.of(32, 40));
        Path expert = temporary.resolve("expert");
        assertThat(stage.run(job, expert).summary()).containsEntry("pairs", (int) own);
        ExpertClusters share = ExpertClusters.read(expert);
        assertThat(share.fine().values()).isEqualTo(ExpertClusters.of(Clusters.read(clusters), 1).fine().values());
        assertThat(share.coarse().values()).isEqualTo(Clusters.read(clusters).coarse().row(1));
        assertThat(share.pairs()).isEqualTo(own);
        assertThat(share.seed()).isEqualTo(Manifest.read(temporary.resolve("seed")).fingerprint());
        assertThat(Manifest.read(expert).files()).containsKey(ExpertClusters.FILE);
        assertThatThrownBy(() -> trained("x", job, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs clusters");
    }

    @Test
    void aDamagedSeedIsRefused() throws Exception {
        Path seed = trained("seed", SEED, 1);
        flip(seed.resolve("optimizer.safetensors"));
        TrainJob job = TrainJob.continuing(seed, "dense", new SampleChoice.Everything(), Portion.of(32, 80));
        assertThatThrownBy(() -> trained("dense", job, 1)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("optimizer.safetensors");
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    /** A training interrupted when its last checkpoint, that of step 6, was the newest. */
    private Path interrupted() throws IOException {
        Path folder = temporary.resolve("interrupted");
        ClipEngine failing = new FailingEngine(7);
        TrainStage stage = new TrainStage(new FileLayer(), Progress.silent(), failing, TrainFixture.LETTERS, TrainFixture.IMAGES,
                TrainData.unclustered(index, TrainFixture.FIRST), TrainFixture.options(1), Ranks.alone());
        assertThatThrownBy(() -> stage.run(SEED, folder)).isInstanceOf(NonFiniteLossException.class).hasMessageContaining("step 7");
        assertThat(folder.resolve("checkpoints/step-3")).isDirectory();
        assertThat(folder.resolve("checkpoints/step-6")).isDirectory();
        return folder;
    }

    @Test
    void aDivergedTrainingNamesTheStepAndKeepsItsCheckpoints() throws Exception {
        Path folder = interrupted();
        stage(new FileLayer(), index, 1).run(SEED, folder);
        assertThat(contents(folder)).isEqualTo(contents(trained("straight", SEED, 1)));
    }

    @Test
    void aDamagedNewestCheckpointIsAnError() throws Exception {
        Path folder = interrupted();
        for (String name : List.of("model.safetensors", "optimizer.safetensors", "progress.json")) {
            Path file = folder.resolve("checkpoints/step-6").resolve(name);
            byte[] whole = Files.readAllBytes(file);
            flip(file);
            assertThatThrownBy(() -> stage(new FileLayer(), index, 1).run(SEED, folder)).isInstanceOf(DamagedException.class)
                    .hasMessageContaining("step-6")
                    .hasMessageContaining(name);
            Files.write(file, whole);
        }
    }

    @Test
    void aMissingNewestCheckpointIsAnError() throws Exception {
        Path folder = interrupted();
        new FileLayer().deleteTree(folder.resolve("checkpoints/step-6"));
        assertThatThrownBy(() -> stage(new FileLayer(), index, 1).run(SEED, folder)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("step-6");
        new FileLayer().deleteTree(folder.resolve("checkpoints"));
        assertThatThrownBy(() -> stage(new FileLayer(), index, 1).run(SEED, folder)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("no checkpoint");
    }

    @Test
    void aLogThatLacksAStepIsAnError() throws Exception {
        Path folder = interrupted();
        Files.writeString(folder.resolve("log.jsonl"), "{\"step\":1}\n{\"step\":3}\n");
        assertThatThrownBy(() -> stage(new FileLayer(), index, 1).run(SEED, folder)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("step 2");
    }

    @Test
    void aFewUndecodablePicturesDoNotStopAnExpertOfFewPairs() throws Exception {
        Path seed = trained("seed", SEED, 1);
        index = TrainFixture.index(temporary.resolve("bad"), Set.of(0, 7, 14, 21, 28, 35));
        TrainJob job = TrainJob.continuing(seed, "dense", new SampleChoice.Everything(), Portion.of(32, 120));
        assertThat(Manifest.read(trained("dense", job, 2)).summary()).containsEntry("undecodable", Map.of("UNKNOWN_FORMAT", 6));
    }

    @Test
    void undecodablePicturesAreCountedOnceAndTooManyStopTheRun() throws Exception {
        TrainJob twoEpochs = TrainJob.seed(MODEL, Portion.of(0, 79));
        assertThat(Manifest.read(trained("m", twoEpochs, 2)).summary()).containsEntry("undecodable", Map.of("UNKNOWN_FORMAT", 1));
        index = TrainFixture.index(temporary.resolve("bad"), Set.of(0, 7, 14, 21, 28, 35));
        assertThatThrownBy(() -> trained("b", twoEpochs, 2)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("cannot be decoded")
                .hasMessageContaining("UNKNOWN_FORMAT");
    }
}
