package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import io.mode4j.pipeline.Engines;
import io.mode4j.text.ClipTokenizer;
import io.mode4j.torch.TorchOptions;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** classify and features with a run, whose experts are asked together; merge, which makes one model of them. */
class ModeCommandsTest {
    @TempDir
    private static Path folder;
    private static Path run = Path.of("");

    private Path out = Path.of("");

    @BeforeAll
    static void train() throws IOException {
        run = folder.resolve("run");
        Drawings.write(folder.resolve("data/00000.tar"), 80, 1);
        assertThat(Main.run("run", "--run", run.toString(), "--shards", folder.resolve("data").toString(), "--config",
                KillTest.resource("tiny.yaml"), "--model", KillTest.resource("tiny-model.json"), "--seed-span", "20 steps", "--expert-span",
                "10 steps", "--progress", "none")).isZero();
        Files.write(folder.resolve("a.png"), Drawings.picture(Color.RED, Color.BLUE));
        Files.write(folder.resolve("b.png"), Drawings.picture(Color.GREEN, Color.BLUE));
        Files.writeString(folder.resolve("texts.txt"), "drawing number 3\na cat\n");
    }

    private static CommandProcess.Result mode4j(String... arguments) throws Exception {
        return CommandProcess.run(folder, arguments);
    }

    private static String[] classify(String... more) {
        List<String> command = new ArrayList<>(List.of("classify", "--labels", "drawing number 3,a cat", "--precision", "fp32"));
        command.addAll(List.of(more));
        command.addAll(List.of(folder.resolve("a.png").toString(), folder.resolve("b.png").toString()));
        return command.toArray(String[]::new);
    }

    @Test
    void classifyPrintsTheMixturesProbabilities() throws Exception {
        CommandProcess.Result result = mode4j(classify("--run", run.toString(), "--template", "{}"));
        assertThat(result.exitCode()).as(result.err()).isZero();
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(2);
        try (Mode mode = Engines.loadMode(run, ModeOptions.standard(), TorchOptions.defaults().withPrecision("fp32"),
                new ClipTokenizer())) {
            List<byte[]> pictures = List.of(Files.readAllBytes(folder.resolve("a.png")), Files.readAllBytes(folder.resolve("b.png")));
            double[][] right = mode.classifier(List.of("drawing number 3", "a cat"), List.of("{}")).classify(pictures);
            for (int i = 0; i < 2; i++) {
                String[] cells = lines.get(i).split("\t", -1);
                assertThat(cells).hasSize(3);
                assertThat(cells[0]).endsWith(i == 0 ? "a.png" : "b.png");
                for (int k = 1; k < 3; k++) {
                    int space = cells[k].lastIndexOf(' ');
                    double probability = right[i][cells[k].startsWith("a cat") ? 1 : 0];
                    assertThat(Double.parseDouble(cells[k].substring(space + 1))).isCloseTo(probability, within(6e-5));
                }
            }
        }
    }

    @Test
    void explainSaysWhoCountsAndWhy() throws Exception {
        CommandProcess.Result result = mode4j(classify("--run", run.toString(), "--explain", "--rule", "uniform", "--min-weight", "0"));
        assertThat(result.exitCode()).as(result.err()).isZero();
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("# weights: expert-0 0.5000, expert-1 0.5000");
        assertThat(lines.get(1)).matches("# drawing number 3: expert-[01], cluster [0-3]( \\(.+\\))?, distance [0-9.]+");
        assertThat(lines.get(2)).matches("# a cat: expert-[01], cluster [0-3]( \\(.+\\))?, distance [0-9.]+");
        CommandProcess.Result one = mode4j(classify("--run", run.toString(), "--explain", "--min-weight", "1"));
        assertThat(one.out()).containsPattern("(?m)^# weights: expert-[01] 0\\.\\d{4}$")
                .containsPattern("(?m)^# not asked: expert-[01] 0\\.\\d{4} \\(no probability changes by more than 0?\\.?[0-9e-]+\\)$");
    }

    @Test
    void aRunWithoutWordsStillSaysWhich() throws Exception {
        Path moved = folder.resolve("moved");
        for (String kept : List.of("experts/expert-0", "experts/expert-1", "clusters")) {
            copy(run.resolve(kept), moved.resolve(kept));
        }
        CommandProcess.Result result = mode4j(classify("--run", moved.toString(), "--explain", "--experts", "1"));
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("# weights: expert-1 1.0000\n# drawing number 3: expert-1, cluster ")
                .doesNotContain("(");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private float[][] features(String kind, String... options) throws IOException {
        out = folder.resolve("out.npy");
        List<String> command = new ArrayList<>(List.of("features", kind, "--out", out.toString(), "--precision", "fp32"));
        command.addAll(List.of(options));
        command.addAll(kind.equals("images")
                ? List.of(folder.resolve("a.png").toString(), folder.resolve("b.png").toString())
                : List.of(folder.resolve("texts.txt").toString()));
        assertThat(Main.run(command.toArray(String[]::new))).isZero();
        try (NpyMatrix matrix = Npy.openMatrix(out)) {
            float[][] rows = new float[(int) matrix.rows()][matrix.dim()];
            for (int r = 0; r < rows.length; r++) {
                matrix.row(r, rows[r]);
            }
            return rows;
        }
    }

    @Test
    void featuresOfARunAreThoseOfItsExperts() throws Exception {
        float[][] pictures = features("images", "--run", run.toString());
        float[][] texts = features("texts", "--run", run.toString());
        float[][][] alonePictures = new float[2][][];
        float[][][] aloneTexts = new float[2][][];
        for (int c = 0; c < 2; c++) {
            String expert = run.resolve("experts/expert-" + c).toString();
            alonePictures[c] = features("images", "--model", expert);
            aloneTexts[c] = features("texts", "--model", expert);
        }
        int dim = alonePictures[0][0].length;
        for (int row = 0; row < 2; row++) {
            double sum = 0;
            for (int c = 0; c < 2; c++) {
                double weight = 0;
                for (int e = 0; e < dim; e++) {
                    weight += (double) texts[row][c * dim + e] * aloneTexts[c][row][e];
                }
                for (int e = 0; e < dim; e++) {
                    assertThat(pictures[row][c * dim + e]).isEqualTo(alonePictures[c][row][e]);
                    assertThat((double) texts[row][c * dim + e]).isCloseTo(weight * aloneTexts[c][row][e], within(1e-6));
                }
                sum += weight;
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
            assertThat(texts[row]).hasSize(2 * dim);
        }
        assertThat(features("images", "--run", run.toString(), "--experts", "expert-1")).isDeepEqualTo(alonePictures[1]);
    }

    /** The projection of a model, and its logarithm of the logit scale. */
    private static float[] numbers(Path model) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(model.resolve("model.safetensors"))) {
            file.verify();
            float[] projection = file.floats("visual.proj");
            float[] numbers = Arrays.copyOf(projection, projection.length + 1);
            numbers[projection.length] = file.floats("logit_scale")[0];
            return numbers;
        }
    }

    private static void merged(double first, String... more) throws IOException {
        Path to = folder.resolve("merged");
        List<String> command = new ArrayList<>(List.of("merge", "--run", run.toString(), "--out", to.toString()));
        command.addAll(List.of(more));
        assertThat(Main.run(command.toArray(String[]::new))).isZero();
        float[] zero = numbers(run.resolve("experts/expert-0"));
        float[] one = numbers(run.resolve("experts/expert-1"));
        float[] found = numbers(to);
        assertThat(found).hasSameSizeAs(zero);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).isCloseTo(first * zero[i] + (1 - first) * one[i], within(1e-6));
        }
    }

    @Test
    void mergeAveragesTheExperts() throws Exception {
        merged(0.5);
        merged(0.25, "--weights", "1,3");
        merged(1, "--experts", "0");
        JsonNode said = JsonMapper.shared()
                .readTree(Files.readString(run.resolve("evaluation/weights/heldout-retrieval/weights.json")))
                .get("weights");
        assertThat(said.get("paper").get(0).asDouble()).isNotEqualTo(said.get("nearest").get(0).asDouble());
        merged(said.get("paper").get(0).asDouble(), "--task", "heldout-retrieval", "--rule", "paper");
        merged(said.get("nearest").get(0).asDouble(), "--task", "heldout-retrieval");
        assertThat(Main.run(classify("--model", folder.resolve("merged").toString()))).isZero();
    }

    @Test
    void whatCannotBeMergedIsRefused() {
        String[] merge = {"merge", "--run", run.toString(), "--out", folder.resolve("never").toString()};
        refused(2, "mutually exclusive", with(merge, "--weights", "1,2", "--task", "heldout-retrieval"));
        refused(2, "--rule needs --task", with(merge, "--rule", "paper"));
        refused(2, "--weights: expected numbers of at least 0, one of them above", with(merge, "--weights", "0,0"));
        refused(2, "--weights: expected numbers of at least 0, one of them above", with(merge, "--weights", "2,-1"));
        refused(1, "--weights: expected one for each of [expert-0, expert-1], found 3", with(merge, "--weights", "1,2,3"));
        refused(1, "expected the weights of task 'birds', found none", with(merge, "--task", "birds"));
        refused(1, "The run has [heldout-retrieval]", with(merge, "--task", "birds"));
        refused(1, "not by 'best'", with(merge, "--task", "heldout-retrieval", "--rule", "best"));
        refused(1, "--experts: expected some of [expert-0, expert-1], found 'x'", with(merge, "--experts", "x"));
        refused(1, "no expert is there", "merge", "--run", folder.resolve("data").toString(), "--out", "never");
        assertThat(folder.resolve("never")).doesNotExist();
    }

    /** A run's models, and its experts side by side; any models; what cannot be used is said at the end. */
    @Test
    void linearProbesOfAFolderOfPictures() throws Exception {
        Drawings.folder(folder.resolve("birds"), 12, 3);
        String sets = folder.resolve("birds").toString();
        CommandProcess.Result result = mode4j("evaluate", "--run", run.toString(), "--datasets", sets, "--task", "linear_probe",
                "--progress",
                "none");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines()).hasSize(7)
                .first()
                .asString()
                .matches("data set +model +lp_acc1 lp_acc5 lp_mean_per_class_recall");
        assertThat(result.out()).containsPattern("(?m)^birds +concatenated +[0-9.]+ +[0-9.]+$").contains("birds ", " expert-1 ", " dense ");
        Path probes = run.resolve("evaluation/probes/birds");
        JsonNode said = JsonMapper.shared().readTree(Files.readString(probes.resolve("concatenated/adamw-seed-0/result.json")));
        assertThat(said.get("metrics").get("lp_acc1").asDouble()).isEqualTo(1);
        assertThat(Files.readAllLines(run.resolve("evaluation/benchmark.csv")).stream().filter(line -> line.contains(",linear_probe,")))
                .hasSize(5)
                .anyMatch(line -> line.endsWith(",birds,concatenated,adamw-seed-0,linear_probe,en,concatenated adamw-seed-0"));
        assertThat(Files.readString(run.resolve("run.json"))).doesNotContain("linear_probe");
        Path out = folder.resolve("probed");
        assertThat(Main.run("evaluate", "--model", run.resolve("seed").toString(), "--datasets", sets, "--task", "linear_probe", "--shots",
                "5", "--probe", "lbfgs", "--probe-init", "zeroshot", "--out", out.toString(), "--progress", "none")).isZero();
        assertThat(out.resolve("probes/birds/seed/lbfgs-5-shots-zeroshot-seed-0/result.json")).isNotEmptyFile();
        assertThat(out.resolve("features/birds/train/seed/features.npy")).isNotEmptyFile();
        assertThat(out.resolve("benchmark/birds_lbfgs-5-shots-zeroshot-seed-0_seed_en_linear_probe.json")).isNotEmptyFile();
        List<String> table = Files.readAllLines(out.resolve("benchmark.csv"));
        assertThat(table).hasSize(2)
                .first()
                .isEqualTo("lp_acc1,lp_mean_per_class_recall,weight_decay,epochs,seed,fewshot_k,normalized,"
                        + "dataset,model,pretrained,task,language,model_fullname");
        assertThat(table.getLast())
                .matches("[0-9.]+,[0-9.]+,[0-9.e-]+,10,0,5,True,birds,seed,lbfgs-5-shots-zeroshot-seed-0,linear_probe,en,"
                        + "seed lbfgs-5-shots-zeroshot-seed-0");
        String seed = run.resolve("seed").toString();
        refused(1, "--shots 13: class 0 has only 12 pictures", "evaluate", "--model", seed, "--datasets", sets, "--task", "linear_probe",
                "--shots", "13", "--out", out.toString());
        refused(2, "--shots: expected a number of at least 0", "evaluate", "--model", seed, "--datasets", sets, "--task", "linear_probe",
                "--shots", "-1", "--out", out.toString());
        refused(1, "expected data sets with pictures to learn from", "evaluate", "--model", seed, "--task", "linear_probe");
        refused(2, "expected --engine or --task linear_probe, found both", "evaluate", "--model", seed, "--datasets", sets, "--task",
                "linear_probe", "--engine", "spark");
        refused(2, "expected --run or --model, found both", "evaluate", "--model", seed, "--run", run.toString(), "--datasets", sets,
                "--task",
                "linear_probe");
        refused(1, "there is none", "evaluate", "--model", seed, "--datasets", sets + "/train", "--task", "linear_probe", "--out",
                out.toString());
    }

    private static String[] with(String[] command, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void refused(int code, String said, String... command) {
        StringWriter err = new StringWriter();
        assertThat(Main.commandLine().setErr(new PrintWriter(err, true)).execute(command)).as(said).isEqualTo(code);
        assertThat(err.toString()).contains(said);
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        String model = run.resolve("seed").toString();
        refused(2, "--model=DIR, --run=DIR", classify("--run", run.toString(), "--model", model));
        refused(2, "--model=DIR | --run=DIR", classify());
        refused(2, "--rule needs --run", classify("--model", model, "--rule", "paper"));
        refused(2, "--experts needs --run", classify("--model", model, "--experts", "0"));
        refused(2, "--explain needs --run", classify("--model", model, "--explain"));
        refused(2, "--min-weight needs --run", classify("--model", model, "--min-weight", "0.1"));
        refused(2, "--min-weight expects a number from 0 to 1, found 2.0", classify("--run", run.toString(), "--min-weight", "2"));
        refused(2, "--rule: expected one of [uniform, paper, reference, nearest", classify("--run", run.toString(), "--rule", "best"));
        refused(1, "--experts: expected some of [expert-0, expert-1], found '7'", classify("--run", run.toString(), "--experts", "0,7"));
        refused(1, "expected a run directory, found none", classify("--run", folder.resolve("nowhere").toString()));
        refused(1, "train first", classify("--run", folder.resolve("data").toString()));
    }
}
