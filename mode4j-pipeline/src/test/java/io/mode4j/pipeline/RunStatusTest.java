package io.mode4j.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Generation;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.StageLock;
import io.mode4j.artifact.StageName;
import io.mode4j.jobs.Attempt;
import io.mode4j.jobs.JobRecord;
import io.mode4j.pipeline.FolderStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks, and every model's answers to them, are told apart. */
class RunStatusTest {

    private static final FileLayer FILES = new FileLayer();

    @TempDir
    private Path root;

    private void made(Path folder, String content, Map<String, String> inputs) throws IOException {
        StageFolder stage = StageFolder.of(FILES, folder, new Recipe("made", 1, new TreeMap<>(), new TreeMap<>(inputs)));
        stage.begin();
        Files.writeString(folder.resolve("file.txt"), content);
        stage.finish(Map.of());
    }

    private Map<String, FolderStatus> evaluation(RunDirectory run) throws IOException {
        Map<String, FolderStatus> found = new LinkedHashMap<>();
        new RunStatus(run, true).all()
                .stream()
                .filter(status -> status.folder().startsWith("evaluation"))
                .forEach(status -> found.put(status.folder().replace("evaluation/tasks/", ""), status));
        return found;
    }

    private static FolderStatus status(RunDirectory run, String folder) throws IOException {
        return new RunStatus(run, true).all().stream().filter(status -> status.folder().equals(folder)).findFirst().orElseThrow();
    }

    @Test
    void everyState() throws IOException {
        RunDirectory run = new RunDirectory(root);
        assertThat(new RunStatus(run, false).all()).extracting(FolderStatus::state)
                .containsOnly(State.LEFT)
                .hasSize(StageName.values().length);
        made(run.index(), "rows", Map.of());
        made(run.embeddings(), "numbers", Map.of("index", Manifest.read(run.index()).fingerprint()));
        assertThat(status(run, "index")).isEqualTo(new FolderStatus("index", State.DONE, ""));
        assertThat(status(run, "embeddings").state()).isEqualTo(State.DONE);

        try (StageFolder begun = StageFolder.of(FILES, run.clusters(), new Recipe("made", 1, new TreeMap<>(), new TreeMap<>()))) {
            begun.begin();
            assertThat(status(run, "clusters").state()).isEqualTo(State.RUNNING);
            assertThat(status(run, "clusters").reason()).contains("process " + ProcessHandle.current().pid());
        }
        assertThat(status(run, "clusters").state()).isEqualTo(State.INTERRUPTED);
        assertThat(status(run, "clusters").reason()).isEqualTo("the same command again goes on");

        FILES.deleteTree(run.index());
        made(run.index(), "other rows", Map.of());
        assertThat(status(run, "embeddings").state()).isEqualTo(State.OUTDATED);
        assertThat(status(run, "embeddings").reason()).isEqualTo("made from another index; option redo embed makes it again");

        Files.writeString(run.index().resolve("file.txt"), "damaged rows");
        assertThat(new RunStatus(run, false).all().getFirst().state()).as("without a look into the files").isEqualTo(State.DONE);
        assertThat(status(run, "index").state()).isEqualTo(State.DAMAGED);
        assertThat(status(run, "index").reason()).contains("file.txt", "option redo index makes it again");
        assertThat(status(run, "seed")).isEqualTo(new FolderStatus("seed", State.LEFT, ""));
    }

    @Test
    void whatCameWithAGenerationAndModelsOfATask() throws IOException {
        RunDirectory run = new RunDirectory(root);
        made(run.index(), "rows", Map.of());
        made(run.selected().resolve("birds"), "weights", Map.of("index", "of another index"));
        RunDirectory arrival = run.arrival(1);
        made(arrival.index(), "more rows", Map.of());
        made(arrival.training("expert-2"), "rows of both", Map.of("index", "of none that is in a stage's place"));
        Path expert = arrival.experts().resolve("expert-2");
        try (StageFolder begun = StageFolder.of(FILES, expert, new Recipe("made", 1, new TreeMap<>(), new TreeMap<>()))) {
            begun.begin();
        }
        assertThat(status(run, "selected/birds").reason())
                .isEqualTo("made from another index; remove it, and mode4j select makes it again");
        assertThat(status(run, "arrivals/1/index").state()).isEqualTo(State.DONE);
        assertThat(status(run, "arrivals/1/training/expert-2").state()).isEqualTo(State.DONE);
        assertThat(status(run, "arrivals/1/experts/expert-2")).isEqualTo(
                new FolderStatus("arrivals/1/experts/expert-2", State.INTERRUPTED, "the same command again goes on"));

        Generations generations = new Generations(run);
        for (int number : List.of(1, 2)) {
            generations.publish(FILES, new Generation(1, number, 0, "2026-01-01T00:00:00Z", "change " + number, "clusters",
                    List.of(new Generation.Data("index", "assignments")), new LinkedHashMap<>(), null), number == 2);
        }
        assertThat(status(run, "generations/1").reason()).isEqualTo("change 1");
        assertThat(status(run, "generations/2").reason()).isEqualTo("change 2; it counts");

        Files.writeString(arrival.index().resolve("file.txt"), "damaged rows");
        assertThat(status(run, "arrivals/1/index").state()).isEqualTo(State.DAMAGED);
        assertThat(status(run, "arrivals/1/index").reason()).contains("remove it, and the same mode4j grow, or retire, makes it again");
    }

    @Test
    void anAnswerIsOutdatedWhenItsTaskOrItsModelIsAnother() throws IOException {
        RunDirectory run = new RunDirectory(root);
        made(run.seed(), "weights", Map.of());
        made(run.baselines().resolve("dense"), "more weights", Map.of());
        made(run.evaluated().task("t"), "question", Map.of());
        String task = Manifest.read(run.evaluated().task("t")).fingerprint();
        for (Map.Entry<String, Path> model : run.models().entrySet()) {
            made(run.evaluated().logits("t", model.getKey()), "answers", Map.of("task", task, "model " + model.getKey(),
                    Manifest.read(model.getValue()).fingerprint()));
        }
        assertThat(evaluation(run).keySet()).containsExactly("t", "t/logits/dense", "t/logits/seed");
        assertThat(evaluation(run).values()).allSatisfy(status -> assertThat(status.state()).isEqualTo(State.DONE));

        FILES.deleteTree(run.baselines());
        made(run.baselines().resolve("dense"), "other weights", Map.of());
        assertThat(status(run, "evaluation/tasks/t/logits/dense").reason()).contains("made from another model dense", "redo evaluate");
        assertThat(status(run, "evaluation/tasks/t/logits/seed").state()).isEqualTo(State.DONE);

        Files.delete(run.evaluated().task("t").resolve(Manifest.NAME));
        made(run.evaluated().logits("old"), "answers of all models", Map.of());
        assertThat(status(run, "evaluation/tasks/old").state()).isEqualTo(State.OUTDATED);
        assertThat(status(run, "evaluation/tasks/old").reason()).contains("older mode4j", "redo evaluate");
        assertThat(status(run, "evaluation/tasks/t").state()).isEqualTo(State.INTERRUPTED);
        made(run.evaluated().logits("u", "seed"), "answers", Map.of("task", "that of another"));
        made(run.evaluated().task("u"), "question", Map.of());
        assertThat(status(run, "evaluation/tasks/u/logits/seed").reason()).contains("made from another task");
    }

    /** Of what a queue has begun, is about to begin, and has failed with. */
    @Test
    void jobsAreShownBesideTheFolders() throws IOException {
        RunDirectory run = new RunDirectory(root);
        JobRecord.fresh().write(FILES, run, "seed");
        JobRecord.fresh().write(FILES, run, "expert-0");
        assertThat(status(run, "experts/expert-0")).as("of a queue that is gone")
                .isEqualTo(new FolderStatus("experts/expert-0", State.LEFT, ""));
        Attempt running = new Attempt("2026-01-01T00:00:00Z", 123, "1 core", "", 0, "");
        Attempt failed = new Attempt("2026-01-01T00:00:00Z", 124, "1 core", "2026-01-01T00:01:00Z", 137, "was killed (exit code 137)");
        Attempt stopped = new Attempt("2026-01-01T00:00:00Z", 125, "1 core", "2026-01-01T00:01:00Z", 143, "");
        new JobRecord(1, List.of(failed, failed), "").write(FILES, run, "dense");
        new JobRecord(1, List.of(stopped), "").write(FILES, run, "expert-2");
        Files.createDirectories(run.experts().resolve("expert-2"));
        try (StageLock _ = StageLock.take(FILES, run.jobs())) {
            assertThat(status(run, "experts/expert-0")).isEqualTo(new FolderStatus("experts/expert-0", State.WAITING, "for seed"));
            new JobRecord(1, List.of(running), "").write(FILES, run, "seed");
            assertThat(status(run, "seed")).isEqualTo(
                    new FolderStatus("seed", State.RUNNING, "process 123, 1 core; log: " + run.jobs().resolve("seed.log")));
            made(run.seed(), "weights", Map.of());
            assertThat(status(run, "seed").state()).isEqualTo(State.DONE);
            assertThat(status(run, "experts/expert-0").reason())
                    .startsWith("for a place in the queue of process " + ProcessHandle.current().pid());
        }
        try (StageLock _ = StageLock.take(FILES, run.experts().resolve("expert-0"))) {
            assertThat(status(run, "experts/expert-0").state()).isEqualTo(State.RUNNING);
            assertThat(status(run, "experts/expert-0").reason()).startsWith("process " + ProcessHandle.current().pid())
                    .endsWith("; log: " + run.jobs().resolve("expert-0.log"));
        }
        assertThat(status(run, "baselines/dense")).isEqualTo(new FolderStatus("baselines/dense", State.FAILED,
                "was killed (exit code 137); begun 2 times; log: " + run.jobs().resolve("dense.log")));
        assertThat(status(run, "experts/expert-2")).isEqualTo(new FolderStatus("experts/expert-2", State.INTERRUPTED,
                "the same command again goes on; log: " + run.jobs().resolve("expert-2.log")));
    }
}
