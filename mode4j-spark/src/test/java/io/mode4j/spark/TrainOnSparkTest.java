package io.mode4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.mode4j.cli.Main;
import io.mode4j.shard.source.ShardFixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that Spark trains are those that one process trains, and answer the same where Spark asks them. */
class TrainOnSparkTest {
    private static final List<String> MODELS = List.of("seed", "experts/expert-0", "baselines/dense");
    private static final Path TINY = Path.of("../mode4j-cli/src/test/resources/io/mode4j/cli").toAbsolutePath().normalize();

    private static final String[] ON_SPARK = {"--engine", "spark", "--master", "local[2]", "--spark-conf", "spark.ui.enabled=false"};

    @TempDir
    private static Path folder;
    private static Path assigned;
    private static Path trained;
    private static Path here;

    @BeforeAll
    static void trainHere() throws IOException {
        SmallRun small = SmallRun.in(folder, 2, 1);
        assigned = folder.resolve("assigned");
        for (String stage : List.of("index", "embed", "cluster", "assign")) {
            List<String> arguments = new ArrayList<>(
                    List.of(stage, "--run", assigned.toString(), "--config", TINY.resolve("tiny.yaml").toString(), "--progress", "none"));
            if (stage.equals("index")) {
                arguments.addAll(List.of("--shards", small.shards().toString(), "--max-skipped", "0.5"));
            }
            if (stage.equals("cluster")) {
                arguments.addAll(List.of("--experts", "1"));
            }
            assertThat(Main.run(arguments.toArray(String[]::new))).as(stage).isZero();
        }
        here = copy(assigned, "here");
        assertThat(train(here)).isZero();
        for (String label : List.of("cat", "dog", "tree")) {
            Path pictures = Files.createDirectories(folder.resolve("things").resolve(label));
            for (int i = 0; i < 4; i++) {
                Files.write(pictures.resolve(i + ".png"), ShardFixtures.png(8, (label + i).hashCode()));
            }
        }
        Files.writeString(folder.resolve("tasks.yaml"),
                """
                version: 1
                tasks:
                  - {name: things, kind: classification, images: things, templates: ["{}", "the picture of a {}"]}
                  - {name: captions, kind: retrieval, shards: data/00001.tar, caption: all}
                """);
        trained = copy(here, "trained");
        assertThat(evaluate(here)).isZero();
    }

    private static Path copy(Path run, String name) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(run.relativize(file)));
            }
        }
        return copy;
    }

    private static int evaluate(Path run, String... more) {
        List<String> arguments = new ArrayList<>(List.of("evaluate", "--run", run.toString(), "--config",
                TINY.resolve("tiny.yaml").toString(), "--tasks", folder.resolve("tasks.yaml").toString(), "--workers", "1", "--precision",
                "fp32", "--progress", "plain"));
        arguments.addAll(List.of(more));
        return Main.run(arguments.toArray(String[]::new));
    }

    private static SortedMap<String, String> content(Path of) throws IOException {
        SortedMap<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(of)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                content.put(of.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }

    private static int train(Path run, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "--run", run.toString(), "--config", TINY.resolve("tiny.yaml").toString(),
                "--model", TINY.resolve("tiny-model.json").toString(), "--batch-size", "8", "--seed-span", "60 steps",
                "--expert-span", "60 steps", "--workers", "1", "--precision", "fp32", "--progress", "plain"));
        arguments.addAll(List.of(more));
        return Main.run(arguments.toArray(String[]::new));
    }

    @Test
    void ranksAreTasks() throws IOException {
        Path run = copy(assigned, "ranks");
        assertThat(train(run, "--engine", "spark", "--master", "local[2]", "--spark-conf", "spark.ui.enabled=false", "--processes", "2"))
                .isZero();
        for (String model : MODELS) {
            List<Double> losses = losses(run.resolve(model));
            List<Double> byOne = losses(here.resolve(model));
            assertThat(losses).hasSize(60).hasSameSizeAs(byOne);
            for (int step = 0; step < losses.size(); step++) {
                assertThat(losses.get(step)).as("%s, step %d", model, step).isCloseTo(byOne.get(step), withinPercentage(0.1));
            }
        }
        assertThat(Files.readString(run.resolve("jobs/expert-0.log"))).contains("2 ranks on Spark")
                .contains("expert-0: 480 of 480 samples");
    }

    private static List<Double> losses(Path model) throws IOException {
        Pattern loss = Pattern.compile("\"loss\":([-0-9.E]+)");
        return Files.readAllLines(model.resolve("log.jsonl"))
                .stream()
                .map(loss::matcher)
                .filter(Matcher::find)
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
    }

    @Test
    void anExecutorThatIsLostIsReplaced() throws Exception {
        Path run = copy(assigned, "lost");
        try (LocalCluster cluster = LocalCluster.start(Files.createDirectory(folder.resolve("cluster")), 2)) {
            List<String> spark = new ArrayList<>(List.of("--engine", "spark", "--master", cluster.master(), "--parallel", "2"));
            cluster.settings().forEach((key, value) -> spark.addAll(List.of("--spark-conf", key + "=" + value)));
            CompletableFuture<Integer> training = CompletableFuture.supplyAsync(() -> train(run, spark.toArray(String[]::new)));
            Path log = run.resolve("experts/expert-0/log.jsonl");
            while (!training.isDone() && (!Files.exists(log) || Files.readAllLines(log).size() < 5)) {
                Thread.sleep(5);
            }
            cluster.loseWorker();
            assertThat(training.join()).isZero();
            spark.removeAll(List.of("--parallel", "2"));
            assertThat(evaluate(run, spark.toArray(String[]::new))).isZero();
        }
        for (String model : MODELS) {
            assertThat(run.resolve(model).resolve("model.safetensors")).as(model)
                    .hasSameBinaryContentAs(here.resolve(model).resolve("model.safetensors"));
        }
        assertThat(content(run.resolve("evaluation"))).isEqualTo(content(here.resolve("evaluation")));
    }

    @Test
    void anEvaluationHasTheSameBytes() throws IOException {
        assertThat(evaluate(trained, ON_SPARK)).isZero();
        assertThat(content(trained.resolve("evaluation"))).containsKeys("results.csv", "tasks/things/logits/expert-0/logits.npy",
                "tasks/heldout-retrieval/logits/dense/manifest.json", "tasks/captions/logits/seed/logits.npy")
                .isEqualTo(content(here.resolve("evaluation")));
    }

    @Test
    void aGenerationHasTheSameBytes() throws IOException {
        Path arrived = Files.createDirectory(folder.resolve("arrived"));
        SmallRun more = SmallRun.in(arrived, 3, 1);
        Files.delete(more.shards().resolve("00000.tar")); // which the run has
        Files.delete(more.shards().resolve("00001.tar"));
        List<Path> runs = List.of(copy(here, "grown"), copy(here, "grown-on-spark"));
        for (Path run : runs) {
            List<String> arguments = new ArrayList<>(List.of("grow", "--run", run.toString(), "--shards", more.shards().toString(),
                    "--max-skipped", "0.5", "--update", "expert-0", "--tolerance", "1", "--expert-span", "4 steps", "--tasks",
                    folder.resolve("tasks.yaml").toString(), "--workers", "1", "--precision", "fp32", "--progress", "none"));
            arguments.addAll(run.equals(runs.getLast()) ? List.of(ON_SPARK) : List.of());
            assertThat(Main.run(arguments.toArray(String[]::new))).isZero();
        }
        for (String stage : List.of("index", "embeddings", "before", "training")) {
            Path inside = Path.of("arrivals/1").resolve(stage);
            assertThat(content(runs.getLast().resolve(inside))).as(stage).isNotEmpty().isEqualTo(content(runs.getFirst().resolve(inside)));
        }
        Path expert = Path.of("arrivals/1/experts/expert-0.v1/model.safetensors");
        assertThat(runs.getLast().resolve(expert)).hasSameBinaryContentAs(runs.getFirst().resolve(expert));
        assertThat(content(runs.getLast().resolve("evaluation/tasks"))).isEqualTo(content(runs.getFirst().resolve("evaluation/tasks")));
    }

    @Test
    void anyModelsAnswerTheSame() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("evaluate", "--model", here.resolve("seed").toString(), "--model",
                here.resolve("baselines/dense").toString(), "--tasks", folder.resolve("tasks.yaml").toString(), "--workers", "1",
                "--precision", "fp32", "--progress", "none", "--out", folder.resolve("answers").toString()));
        assertThat(Main.run(arguments.toArray(String[]::new))).isZero();
        arguments.set(arguments.size() - 1, folder.resolve("answers-on-spark").toString());
        arguments.addAll(List.of(ON_SPARK));
        assertThat(Main.run(arguments.toArray(String[]::new))).isZero();
        assertThat(content(folder.resolve("answers-on-spark"))).containsKeys("results.csv", "tasks/captions/logits/dense/logits.npy")
                .isEqualTo(content(folder.resolve("answers")));
    }

    @Test
    void embeddingsOfPicturesHaveTheSameBytes() throws IOException {
        List<Path> runs = List.of(copy(assigned, "pictures"), copy(assigned, "pictures-on-spark"));
        for (Path run : runs) {
            List<String> arguments = new ArrayList<>(List.of("embed", "--run", run.toString(), "--embedding", "both", "--embedding-model",
                    here.resolve("seed").toString(), "--workers", "1", "--precision", "fp32", "--redo", "embed", "--progress", "none"));
            arguments.addAll(run.equals(runs.getLast()) ? List.of(ON_SPARK) : List.of());
            assertThat(Main.run(arguments.toArray(String[]::new))).isZero();
        }
        assertThat(content(runs.getLast().resolve("embeddings"))).containsKeys("00000.npy", "00001.npy")
                .isEqualTo(content(runs.getFirst().resolve("embeddings")));
    }
}
