package io.mode4j.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import io.mode4j.task.ColourData;
import io.mode4j.task.ColourEngine;
import io.mode4j.task.Routing;
import io.mode4j.task.ScoreStage;
import io.mode4j.task.TaskFile;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Experts are what lies in the run's folder of experts: their weights follow from their own centres, whatever they are called and however many are left. */
class ExpertsTest {

    private static final FileLayer FILES = new FileLayer();
    private static final Clusters CLUSTERS = RoutingFixtures.clusters(new Random(5), 3, 12, 3);
    private static final String ENCODER = ColourEngine.sentences().identity();
    private static final List<String> CHANNELS = List.of("rgr", "bgb", "rgb");

    @TempDir
    private Path root;

    private RunDirectory run = new RunDirectory(Path.of(""));

    @BeforeEach
    void makeRun() throws IOException {
        run = new RunDirectory(root.resolve("run"));
        try (ColourData tar = new ColourData(root.resolve("0.tar"))) {
            List<Color> colours = List.of(new Color(220, 30, 20), new Color(30, 200, 40), new Color(10, 40, 230), new Color(200, 60, 40),
                    new Color(90, 10, 220));
            List<String> texts = List.of("red", "green", "blue", "red red green", "blue red");
            for (int i = 0; i < texts.size(); i++) {
                tar.add(i + ".png", ColourData.png(colours.get(i))).add(i + ".json", "{\"texts\": [\"%s\"]}".formatted(texts.get(i)));
            }
        }
        Files.writeString(root.resolve("tasks.yaml"), "{version: 1, tasks: [{name: captions, kind: retrieval, shards: 0.tar}]}");
        for (int c = 0; c < 3; c++) {
            expert("expert-" + c, CHANNELS.get(c), ExpertClusters.of(CLUSTERS, c), ENCODER);
        }
    }

    private void expert(String name, String channels, ExpertClusters share, String encoder) throws IOException {
        Path folder = run.experts().resolve(name);
        StageFolder stage = begin(folder);
        ColourEngine.model(folder, channels, 8);
        new ExpertClusters(share.fine(), share.coarse(), share.distance(), 10, 3, encoder, "").write(FILES, folder);
        stage.finish(Map.of());
    }

    private static StageFolder begin(Path folder) throws IOException {
        StageFolder stage = StageFolder.of(FILES, folder, new Recipe("train", 1, new TreeMap<>(), new TreeMap<>()));
        stage.begin();
        return stage;
    }

    /** Scores and weighs all that is there; the weights of the task by rule. */
    private JsonNode evaluate() throws IOException {
        SequencedMap<String, Path> models = run.trainedExperts();
        new ScoreStage(FILES, Progress.silent(), new ColourEngine(), ColourEngine.tokenizer(), new Images(PictureDecoder.plainJava()),
                Routing.byTexts(ColourEngine.sentences())).run(TaskFile.read(root.resolve("tasks.yaml")), models, run.evaluation());
        new EnsembleStage(FILES, Progress.silent(), new EnsembleOptions(0.2, 0.1, true)).run(List.of("captions"), models.sequencedKeySet(),
                Experts.read(run), run.evaluation());
        return JsonMapper.shared().readTree(Files.readString(run.evaluated().weights("captions").resolve("weights.json")));
    }

    private float[][] texts() throws IOException {
        return ColourEngine.sentences().encode(List.of("red", "green", "blue", "red red green", "blue red"));
    }

    /** The clusters of coarse clusters {@code kept} alone, numbered anew. */
    private static Clusters only(int... kept) {
        List<float[]> fine = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        List<float[]> coarse = new ArrayList<>();
        for (int c : kept) {
            for (int k = 0; k < CLUSTERS.fine().count(); k++) {
                if (CLUSTERS.fineToCoarse()[k] == c) {
                    fine.add(CLUSTERS.fine().row(k));
                    owners.add(coarse.size());
                }
            }
            coarse.add(CLUSTERS.coarse().row(c));
        }
        return RoutingFixtures.clusters(fine.toArray(float[][]::new), coarse.toArray(float[][]::new),
                owners.stream().mapToInt(owner -> owner).toArray());
    }

    private static void assertWeights(JsonNode found, float[][] texts, Clusters clusters) {
        assertThat(weights(found, "paper")).containsExactly(PlainFormulas.paper(texts, clusters, 0.2), within(1e-6));
        assertThat(weights(found, "reference")).containsExactly(PlainFormulas.reference(texts, clusters), within(1e-6));
        assertThat(weights(found, "nearest")).containsExactly(PlainFormulas.nearest(texts, clusters, 0.1), within(1e-6));
    }

    private static double[] weights(JsonNode found, String rule) {
        return found.get("weights").get(rule).valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }

    @Test
    void allTogetherTheyAreTheClusters() throws IOException {
        assertWeights(evaluate(), texts(), CLUSTERS);
        float[][] texts = texts();
        assertThat(TextDistances.of(texts, Experts.read(run)).squared()).isDeepEqualTo(TextDistances.of(texts, CLUSTERS).squared());
        assertThat(TextDistances.ofCoarse(texts, Experts.read(run)).squared())
                .isDeepEqualTo(TextDistances.ofCoarse(texts, Experts.of(CLUSTERS)).squared());
    }

    /** A text weighs the experts for its pictures as it does for its query, by itself as by the nearest rule: one file, which takes the place of older ones. */
    @Test
    void equalWeightsAreWrittenOnce() throws IOException {
        evaluate();
        Path folder = run.evaluated().weights("captions");
        Path former = Files.writeString(folder.resolve("texts-per-text.npy"), "of a version that wrote them");
        JsonNode found = evaluate();
        assertThat(found.get("queries").get("nearest").get("file").asString()).isEqualTo("queries-nearest.npy");
        assertThat(found.get("queries").get("per-text").get("file").asString()).isEqualTo("queries-nearest.npy");
        assertThat(found.get("texts").get("per-text").get("file").asString()).isEqualTo("queries-nearest.npy");
        assertThat(former).doesNotExist();
        assertThat(folder.resolve("queries-per-text.npy")).doesNotExist();
        assertThat(folder.resolve("queries-paper.npy")).exists();
    }

    @Test
    void withoutOneTheOthersAreWeighedByTheirOwnCentres() throws IOException {
        evaluate();
        FILES.deleteTree(run.experts().resolve("expert-1"));
        JsonNode left = evaluate();
        assertThat(left.get("experts").valueStream().map(JsonNode::asString)).containsExactly("expert-0", "expert-2");
        assertWeights(left, texts(), only(0, 2));
        assertThat(Files.readString(run.evaluated().resultsCsv())).contains(",expert-2,").doesNotContain("expert-1");
    }

    @Test
    void theirNamesAreTheirFolders() throws IOException {
        Files.move(run.experts().resolve("expert-0"), run.experts().resolve("warm"));
        expert("expert-10", "rgb", ExpertClusters.of(CLUSTERS, 0), ENCODER);
        JsonNode renamed = evaluate();
        assertThat(renamed.get("experts").valueStream().map(JsonNode::asString)).containsExactly("expert-1", "expert-2", "expert-10",
                "warm");
        assertWeights(renamed, texts(), only(1, 2, 0, 0));
        assertThat(JsonMapper.shared()
                .readTree(Files.readString(run.evaluated().resultsJson()))
                .get("models")
                .valueStream()
                .map(JsonNode::asString)).startsWith("expert-1", "expert-2", "expert-10", "warm", "best-single-expert");
    }

    @Test
    void whatIsAddedTouchesNoAnswerOfAnother() throws IOException {
        evaluate();
        Map<String, String> before = hashes();
        expert("expert-3", "gbr", ExpertClusters.of(CLUSTERS, 1), ENCODER);
        evaluate();
        Map<String, String> after = hashes();
        before.forEach((name, hash) -> {
            if (name.startsWith("tasks/")) {
                assertThat(after).containsEntry(name, hash);
            }
        });
        after.keySet().removeAll(before.keySet());
        assertThat(after.keySet()).containsExactlyInAnyOrder("tasks/captions/logits/expert-3/logits.npy",
                "tasks/captions/logits/expert-3/manifest.json", "benchmark/captions_mode4j_expert-3_en_zeroshot_retrieval.json");
    }

    private Map<String, String> hashes() throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(run.evaluation())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                hashes.put(run.evaluation().relativize(file).toString(), Fingerprints.ofFile(file));
            }
        }
        return hashes;
    }

    @Test
    void expertsOfAnOlderVersionTakeTheirCentresFromTheRun() throws IOException {
        FILES.deleteTree(run.experts());
        StageFolder clusters = begin(run.clusters());
        CLUSTERS.write(Store.of(FILES, run.clusters()), Map.of());
        clusters.finish(Map.of());
        for (int c = 0; c < 3; c++) {
            StageFolder stage = begin(run.experts().resolve("expert-" + c));
            ColourEngine.model(run.experts().resolve("expert-" + c), CHANNELS.get(c), 8);
            stage.finish(Map.of());
        }
        assertWeights(evaluate(), texts(), CLUSTERS);
        Files.move(run.experts().resolve("expert-0"), run.experts().resolve("warm"));
        assertThatThrownBy(() -> Experts.read(run)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("experts/warm")
                .hasMessageContaining("Train it anew");
    }

    @Test
    void anExpertOfAnotherEncoderIsRefused() throws IOException {
        expert("other", "rgb", ExpertClusters.of(CLUSTERS, 0), "four colours");
        assertThatThrownBy(() -> Experts.read(run).requireEncoder(ENCODER)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("expert 'other'")
                .hasMessageContaining("four colours")
                .hasMessageContaining(ENCODER);
    }

    @Test
    void aNameThatTablesUseIsRefused() throws IOException {
        Files.move(run.experts().resolve("expert-0"), run.experts().resolve("uniform"));
        assertThatThrownBy(() -> Experts.read(run)).isInstanceOf(BadInputException.class).hasMessageContaining("found 'uniform'");
        FILES.deleteTree(run.experts());
        assertThatThrownBy(() -> Experts.read(run)).isInstanceOf(BadInputException.class).hasMessageContaining("train first");
    }
}
