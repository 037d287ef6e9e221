package io.mode4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.mode4j.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that Spark trains are those that one process trains. */
class TrainOnSparkTest {
    private static final List<String> MODELS = List.of("seed", "experts/expert-0", "baselines/dense");
    private static final Path TINY = Path.of("../mode4j-cli/src/test/resources/io/mode4j/cli").toAbsolutePath().normalize();

    @TempDir
    private static Path folder;
    private static Path assigned;
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
        here = copy("here");
        assertThat(train(here)).isZero();
    }

    private static Path copy(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(assigned)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(assigned.relativize(file)));
            }
        }
        return copy;
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
        Path run = copy("ranks");
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
        Path run = copy("lost");
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
        }
        for (String model : MODELS) {
            assertThat(run.resolve(model).resolve("model.safetensors")).as(model)
                    .hasSameBinaryContentAs(here.resolve(model).resolve("model.safetensors"));
        }
    }
}
