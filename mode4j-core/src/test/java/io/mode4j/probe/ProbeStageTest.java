package io.mode4j.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.MismatchException;
import io.mode4j.dataset.DataSet;
import io.mode4j.dataset.DataSetOptions;
import io.mode4j.dataset.DataSets;
import io.mode4j.dataset.WdsFolder;
import io.mode4j.dataset.WdsFolder.Sample;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.probe.ProbeStage.Begin;
import io.mode4j.progress.Progress;
import io.mode4j.task.ColourEngine;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Probes of models that know colours, on shards of reddish, greenish and bluish pictures. */
class ProbeStageTest {

    private static final FileLayer FILES = new FileLayer();
    private static final ProbeOptions OPTIONS = ProbeOptions.defaults().withThreads(2);
    private static final int GREEN = 1;

    @TempDir
    private Path root;

    private final ColourEngine engine = new ColourEngine();
    private final SequencedMap<String, Path> models = new LinkedHashMap<>();
    private Path out = Path.of("");

    @BeforeEach
    void make() throws IOException {
        out = root.resolve("results");
        models.put("right", ColourEngine.model(root.resolve("right"), "rgb", 8));
        models.put("small", ColourEngine.model(root.resolve("small"), "bgr", 4));
        models.put("blind", ColourEngine.model(root.resolve("blind"), "ggg", 8));
    }

    private static List<Sample> samples(Random random, int count) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = i % 3;
            int[] channels = {30 + random.nextInt(60), 30 + random.nextInt(60), 30 + random.nextInt(60)};
            channels[label] = 120 + random.nextInt(100);
            samples.add(
                    Sample.of(WdsFolder.picture(new Color(channels[0], channels[1], channels[2]), "png"), "cls", String.valueOf(label)));
        }
        return samples;
    }

    private DataSet set(boolean validation) throws IOException {
        Path folder = root.resolve("wds_colours");
        Random random = new Random(5);
        WdsFolder made = WdsFolder.at(folder)
                .text("classnames.txt", "red\ngreen\nblue\n")
                .text("zeroshot_classification_templates.txt", "{c}\n");
        made.shards("train", "png", samples(random, 90)).shards("test", "png", samples(random, 60));
        if (validation) {
            made.shards("val", "png", samples(random, 30));
        }
        return DataSets.open(folder);
    }

    private SequencedMap<String, SequencedMap<String, Double>> run(DataSet set, ProbeOptions options, Begin begin, List<String> experts)
            throws IOException {
        Images images = new Images(PictureDecoder.plainJava());
        FeatureStore store = new FeatureStore(FILES, Progress.silent(), engine, images, out);
        return new ProbeStage(FILES, store, engine, ColourEngine.tokenizer(), images, options, begin, out).run(set, models, experts);
    }

    private static double figure(SequencedMap<String, SequencedMap<String, Double>> results, String model, String metric) {
        return results.getOrDefault(model, new LinkedHashMap<>()).getOrDefault(metric, Double.NEGATIVE_INFINITY);
    }

    private JsonNode json(String model, String name) throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(out.resolve("probes/colours").resolve(model).resolve(name).resolve("result.json")));
    }

    @Test
    void modelsThatSeeColoursLearnTheClasses() throws IOException {
        var results = run(set(true), OPTIONS, Begin.SCRATCH, List.of("right", "small"));
        assertThat(results.keySet()).containsExactly("right", "small", "blind", "concatenated");
        assertThat(results.get("right")).containsOnlyKeys("lp_acc1", "lp_acc5", "lp_mean_per_class_recall");
        for (String model : List.of("right", "small", "concatenated")) {
            assertThat(figure(results, model, "lp_acc1")).as(model).isGreaterThan(0.95);
            assertThat(figure(results, model, "lp_acc5")).isNaN();
        }
        assertThat(figure(results, "blind", "lp_acc1")).as("every picture is the same to it").isBetween(0.2, 0.5);
        JsonNode said = json("right", "adamw-seed-0");
        assertThat(said.get("dataset").asString()).isEqualTo("colours");
        assertThat(said.get("model").asString()).isEqualTo("right");
        assertThat(said.get("task").asString()).isEqualTo("linear_probe");
        assertThat(said.get("language").asString()).isEqualTo("en");
        assertThat(said.get("metrics").get("lp_acc1").asDouble()).isEqualTo(figure(results, "right", "lp_acc1"));
        assertThat(said.get("metrics").get("weight_decay").asDouble()).isBetween(1e-6, 100.0);
        assertThat(said.get("metrics").get("fewshot_k").asInt()).isEqualTo(-1);
        assertThat(said.get("metrics").has("lp_acc5")).as("of three classes there are no first five; JSON has no word for that").isFalse();
        List<ProbeFigures> found = ProbeFigures.in(new EvaluationFolder(out));
        assertThat(found).extracting(ProbeFigures::model).containsExactly("blind", "concatenated", "right", "small");
        assertThat(found.get(2).how()).isEqualTo("adamw-seed-0");
        assertThat(found.get(2).dataSet()).isEqualTo("colours");
        assertThat(found.get(2).metrics()).isEqualTo(results.get("right"));
        assertThat(found.get(2).json()).isEqualTo(said);
    }

    @Test
    void featuresAreThoseOfTheModelsAndTheirLabels() throws IOException {
        DataSet set = set(false);
        run(set, OPTIONS, Begin.SCRATCH, List.of("right", "small"));
        Path folder = out.resolve("features/colours/train/right");
        assertThat(Npy.readInts(folder.resolve("labels.npy"))).hasSize(90).startsWith(0, 1, 2, 0);
        try (NpyMatrix features = Npy.openMatrix(folder.resolve("features.npy"))) {
            assertThat(features.rows()).isEqualTo(90);
            float[] row = new float[3];
            features.row(GREEN, row);
            assertThat(row[1]).isGreaterThan(row[0]).isGreaterThan(row[2]);
            assertThat(row[0] * row[0] + row[1] * row[1] + row[2] * row[2]).isCloseTo(1, within(1e-5f));
        }
        try (SafetensorsFile head = SafetensorsFile.open(out.resolve("probes/colours/concatenated/adamw-seed-0/head.safetensors"))) {
            assertThat(head.tensor("weight").shape()).containsExactly(3, 6);
            assertThat(head.tensor("bias").shape()).containsExactly(3);
        }
        assertThat(out.resolve("scratch")).doesNotExist();
    }

    @Test
    void featuresAreFoundAgainAndProbesToo() throws IOException {
        DataSet set = set(false);
        var first = run(set, OPTIONS, Begin.SCRATCH, List.of());
        int loads = engine.loads();
        assertThat(loads).as("three models, two splits").isEqualTo(6);
        assertThat(run(set, OPTIONS, Begin.SCRATCH, List.of())).isEqualTo(first);
        run(set, OPTIONS.withShots(4), Begin.SCRATCH, List.of());
        run(set, OPTIONS.withSolver(ProbeOptions.Solver.LBFGS), Begin.SCRATCH, List.of("right", "small"));
        assertThat(engine.loads()).as("nothing is looked at again").isEqualTo(loads);
        assertThat(json("right", "adamw-4-shots-seed-0").get("metrics").get("fewshot_k").asInt()).isEqualTo(4);
        assertThat(json("concatenated", "lbfgs-seed-0").get("metrics").get("lp_acc1").asDouble()).isGreaterThan(0.95);
        models.put("new", ColourEngine.model(root.resolve("new"), "grb", 8));
        run(set, OPTIONS, Begin.SCRATCH, List.of());
        assertThat(engine.loads()).as("the new one, two splits").isEqualTo(loads + 2);
        assertThatThrownBy(() -> run(set, OPTIONS.withEpochs(3), Begin.SCRATCH, List.of())).isInstanceOf(MismatchException.class)
                .hasMessageContaining("epochs");
        ColourEngine.model(root.resolve("right"), "gbr", 8);
        assertThatThrownBy(() -> run(set, OPTIONS, Begin.SCRATCH, List.of())).isInstanceOf(MismatchException.class)
                .hasMessageContaining("features/colours/train/right");
    }

    @Test
    void languagesHaveProbesOfTheirOwn() throws IOException {
        DataSet english = set(false);
        Files.writeString(root.resolve("wds_colours/de_classnames.txt"), "blue\nred\ngreen\n");
        Files.writeString(root.resolve("wds_colours/de_zeroshot_classification_templates.txt"), "{c}\n");
        DataSet german = new DataSets(new DataSetOptions(Optional.empty(), Optional.empty(), List.of("de")))
                .find(List.of(root.resolve("wds_colours").toString()))
                .getFirst()
                .demand();
        models.remove("small");
        models.remove("blind");
        ProbeOptions still = new ProbeOptions(ProbeOptions.Solver.ADAMW, 1, 1e-9, 64, 0, 0, 1);
        assertThat(figure(run(english, still, Begin.ZEROSHOT, List.of()), "right", "lp_acc1")).isEqualTo(1);
        assertThat(figure(run(german, still, Begin.ZEROSHOT, List.of()), "right", "lp_acc1")).as("other names, another beginning").isZero();
        assertThat(figure(run(english, still, Begin.ZEROSHOT, List.of()), "right", "lp_acc1")).isEqualTo(1);
        assertThat(ProbeFigures.in(new EvaluationFolder(out))).extracting(ProbeFigures::dataSet).containsExactly("colours", "colours-de");
        JsonNode said = ProbeFigures.in(new EvaluationFolder(out)).getLast().json();
        assertThat(said.get("dataset").asString()).isEqualTo("colours");
        assertThat(said.get("language").asString()).isEqualTo("de");
    }

    /** With a learning rate of nothing the probe is the zero-shot classifier; of several models the mean of theirs. */
    @Test
    void aProbeMayBeginWithTheZeroShotClassifier() throws IOException {
        models.remove("blind");
        ProbeOptions still = new ProbeOptions(ProbeOptions.Solver.ADAMW, 1, 1e-9, 64, 0, 0, 1);
        var results = run(set(false), still, Begin.ZEROSHOT, List.of("right", "small"));
        assertThat(figure(results, "right", "lp_acc1")).isEqualTo(1);
        try (SafetensorsFile head = SafetensorsFile
                .open(out.resolve("probes/colours/concatenated/adamw-zeroshot-seed-0/head.safetensors"))) {
            float half = (float) (ColourEngine.LOGIT_SCALE / 2);
            assertThat(head.floats("weight")).containsExactly(
                    new float[]{half, 0, 0, half, 0, 0, 0, half, 0, 0, half, 0, 0, 0, half, 0, 0, half}, within(1e-4f));
        }
    }

    @Test
    void whatCannotBeProbedIsSaid() throws IOException {
        Path folder = WdsFolder.colours(root.resolve("wds_test_only"), "png");
        assertThatThrownBy(() -> run(DataSets.open(folder), OPTIONS, Begin.SCRATCH, List.of())).isInstanceOf(BadInputException.class)
                .hasMessageContaining("'test_only'")
                .hasMessageContaining("'train', and there is none");
        Path retrieval = root.resolve("wds_captions");
        WdsFolder.at(retrieval)
                .text("dataset_type.txt", "retrieval")
                .shards("train", "png", List.of(Sample.of(WdsFolder.picture(Color.RED, "png"), "txt", "red"),
                        Sample.of(WdsFolder.picture(Color.BLUE, "png"), "txt", "blue")))
                .shards("test", "png", List.of(Sample.of(WdsFolder.picture(Color.RED, "png"), "txt", "red"),
                        Sample.of(WdsFolder.picture(Color.BLUE, "png"), "txt", "blue")));
        assertThatThrownBy(() -> run(DataSets.open(retrieval), OPTIONS, Begin.SCRATCH, List.of())).isInstanceOf(BadInputException.class)
                .hasMessageContaining("pictures of one class each, found a task of the kind retrieval");
        DataSet set = set(false);
        assertThatThrownBy(() -> run(set, OPTIONS.withShots(31), Begin.SCRATCH, List.of())).isInstanceOf(BadInputException.class)
                .hasMessageContaining("option shots 31: class 0 has only 30 pictures");
    }
}
