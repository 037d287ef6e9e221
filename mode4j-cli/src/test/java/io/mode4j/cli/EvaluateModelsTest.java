package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** evaluate --model: any models without a run, and the figures that they have in one. */
class EvaluateModelsTest {
    @TempDir
    private static Path folder;

    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        Drawings.write(folder.resolve("train.tar"), 120, 1);
        Drawings.write(folder.resolve("asked.tar"), 30, 2);
        Files.writeString(folder.resolve("tasks.yaml"), """
                                                        version: 1
                                                        tasks:
                                                          - {name: asked, kind: retrieval, shards: asked.tar}
                                                          - {name: gone, kind: retrieval, shards: gone.tar}
                                                        """);
        Files.writeString(folder.resolve("good.yaml"), "{version: 1, tasks: [{name: asked, kind: retrieval, shards: asked.tar}]}");
        run = folder.resolve("run");
        assertThat(Main.run("run", "--run", run.toString(), "--shards", folder.resolve("train.tar").toString(), "--config",
                KillTest.resource("tiny.yaml"), "--model", KillTest.resource("tiny-model.json"), "--seed-span", "10 steps",
                "--expert-span", "10 steps", "--progress", "none", "--tasks", folder.resolve("good.yaml").toString())).isZero();
    }

    private static CommandProcess.Result evaluate(Path out, String tasks, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("evaluate", "--out", out.toString(), "--tasks",
                folder.resolve(tasks).toString(), "--progress", "none"));
        arguments.addAll(List.of(more));
        return Heard.run(arguments.toArray(String[]::new));
    }

    private static List<String> figures(Path csv, String... models) throws IOException {
        return Files.readAllLines(csv)
                .stream()
                .filter(line -> line.startsWith("asked,") && List.of(models).contains(line.split(",", -1)[2]))
                .collect(Collectors.toList());
    }

    @Test
    void modelsHaveTheFiguresThatTheyHaveInTheRun() throws Exception {
        Path out = folder.resolve("good");
        Path list = folder.resolve("models.txt");
        Files.writeString(list, run.resolve("baselines/dense") + "\n\n" + run.resolve("experts/expert-1") + "\n");
        CommandProcess.Result result = evaluate(out, "good.yaml", "--model", run.resolve("seed").toString(), "--model", list.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines()).hasSize(4)
                .anyMatch(line -> line.matches("task +metric +seed +dense +expert-1 +chance"))
                .anyMatch(line -> line.matches("asked +text_to_image_recall@1( +[0-9.]+){4}"))
                .last()
                .asString()
                .startsWith("The results are in ");
        assertThat(figures(out.resolve("results.csv"), "seed", "dense", "expert-1")).hasSize(18)
                .containsExactlyInAnyOrderElementsOf(
                        figures(run.resolve("evaluation/results.csv"), "seed", "dense", "expert-1"));
        CommandProcess.Result report = Heard.run("report", "--results", out.toString());
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(report.out().strip()).isEqualTo(out.resolve("report.html").toString());
        assertThat(Files.readString(out.resolve("report.html"))).contains("3 models on 1 task", "id=\"retrieval\"");
        CommandProcess.Result both = Heard.run("report", "--results", out.toString(), "--run", run.toString());
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("expected --run or --results, found both");
        CommandProcess.Result none = Heard.run("report", "--results", folder.toString());
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("results.json: expected the results of an evaluation, found no file; run evaluate first");
    }

    @Test
    void aTaskThatFailsIsSaidAtTheEndAndNothingIsDoneTwice() throws Exception {
        Path out = folder.resolve("failing");
        CommandProcess.Result result = evaluate(out, "tasks.yaml", "--model", run.resolve("seed").toString());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("asked ");
        assertThat(result.err()).contains("1 of 2 tasks could not be evaluated", "gone: ", "gone.tar");
        Path logits = out.resolve("tasks/asked/logits/seed/logits.npy");
        Object written = Files.getLastModifiedTime(logits);
        Drawings.write(folder.resolve("gone.tar"), 10, 3);
        try {
            assertThat(evaluate(out, "tasks.yaml", "--model", run.resolve("seed").toString()).exitCode()).isZero();
        } finally {
            Files.delete(folder.resolve("gone.tar"));
        }
        assertThat(Files.getLastModifiedTime(logits)).isEqualTo(written);
        assertThat(Files.readString(out.resolve("results.csv"))).contains("\ngone,", "\nasked,");
    }

    @Test
    void modelsOfOneNameAreToldApartByTheirFolders() throws Exception {
        Path other = folder.resolve("other/seed");
        Files.createDirectories(other);
        for (String file : List.of("model.safetensors", "open_clip_config.json")) {
            Files.copy(run.resolve("seed").resolve(file), other.resolve(file));
        }
        Path out = folder.resolve("named");
        CommandProcess.Result result = evaluate(out, "good.yaml", "--model", run.resolve("seed").toString(), "--model", other.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).containsPattern("other-seed +run-seed");
    }

    @Test
    void whatCannotBeIsRefusedInOneLine() throws Exception {
        Path out = folder.resolve("refused");
        assertThat(evaluate(out, "good.yaml", "--model", folder.resolve("nothing").toString()).err()).contains("nothing",
                "open_clip_config.json");
        assertThat(evaluate(out, "good.yaml", "--model", run.resolve("seed").toString(), "--model", run.resolve("seed").toString()).err())
                .contains("expected every model once");
        CommandProcess.Result both = evaluate(out, "good.yaml", "--model", run.resolve("seed").toString(), "--run", run.toString());
        assertThat(both.exitCode()).isEqualTo(2);
        assertThat(both.err()).contains("--run or --model");
        assertThat(out).doesNotExist();
    }

    @Test
    void someOfTheExpertsVote() throws Exception {
        CommandProcess.Result result = Heard.run("evaluate", "--run", run.toString(), "--experts", "1", "--progress",
                "none");
        assertThat(result.exitCode()).as(result.err()).isZero();
        List<String> rows = Files.readAllLines(run.resolve("evaluation/results.csv"));
        assertThat(value(rows, "uniform")).isEqualTo(value(rows, "expert-1")).isEqualTo(value(rows, "best-single-expert"));
        assertThat(Heard.run("evaluate", "--run", run.toString(), "--experts", "5", "--progress", "none").err())
                .contains("--experts", "expert-0, expert-1", "5");
        assertThat(Heard.run("evaluate", "--run", run.toString(), "--progress", "none").exitCode()).isZero();
        assertThat(value(Files.readAllLines(run.resolve("evaluation/results.csv")), "uniform")).as("all of them again").isNotEmpty();
    }

    @Test
    void aRunOnClustersOfPicturesGoesToItsEnd() throws Exception {
        Path pictures = folder.resolve("pictures");
        CommandProcess.Result result = Heard.run("run", "--run", pictures.toString(), "--shards",
                folder.resolve("train.tar").toString(), "--config", KillTest.resource("tiny.yaml"), "--model",
                KillTest.resource("tiny-model.json"), "--seed-span", "10 steps", "--expert-span", "10 steps", "--progress", "none",
                "--embedding", "image", "--embedding-model", run.resolve("seed").toString(), "--tasks",
                folder.resolve("good.yaml").toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(Files.readString(pictures.resolve("evaluation/results.csv"))).contains("asked,text_to_image_recall@1,mode-nearest,");
        assertThat(pictures.resolve("evaluation/tasks/asked/picture_embeddings/embeddings.npy")).exists();
        assertThat(Files.readString(pictures.resolve("evaluation/weights/asked/weights.json"))).contains("pictures-paper.npy");
    }

    private static String value(List<String> rows, String model) {
        return rows.stream()
                .filter(row -> row.startsWith("asked,text_to_image_recall@10," + model + ","))
                .map(row -> row.substring(row.lastIndexOf(',')))
                .collect(Collectors.joining());
    }
}
