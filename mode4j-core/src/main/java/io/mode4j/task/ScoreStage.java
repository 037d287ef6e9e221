package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.StageLock;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipModel;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.image.Images;
import io.mode4j.progress.Progress;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Asks every model for its logits or similarities on every task, and keeps them with all that metrics and routing need ({@link TaskFolder} has the layout).
 *
 * <p>
 * Source by source: its pictures are decoded once into a scratch file, then the models are loaded one after the other, see the pictures once for all tasks of the
 * source, and are closed. Heap holds one model's image and text features of one source, {@code 4 E} bytes a picture, and the pixels of a chunk; disk holds the
 * decoded pictures of one source, {@code 3 S S} bytes each, until its last model is done.
 *
 * <p>
 * An interrupted run goes on with the (task, model) pairs that are missing. Not thread-safe.
 */
public final class ScoreStage {

    private static final String TASKS = "tasks";
    private static final String SCRATCH = "scratch";

    private final FileLayer files;
    private final Progress progress;
    private final ClipEngine engine;
    private final Tokenizer tokenizer;
    private final Images images;
    private final SentenceEncoder sentences;

    /**
     * The stage borrows all of these; the caller closes the encoder.
     *
     * @param sentences the encoder that embedded the captions of the clusters, for {@code text_embeddings.npy}
     */
    public ScoreStage(FileLayer files, Progress progress, ClipEngine engine, Tokenizer tokenizer, Images images,
            SentenceEncoder sentences) {
        this.files = files;
        this.progress = progress;
        this.engine = engine;
        this.tokenizer = tokenizer;
        this.images = images;
        this.sentences = sentences;
    }

    /** The folder of a task. */
    public static Path folder(Path evaluation, String task) {
        return evaluation.resolve(TASKS).resolve(task);
    }

    /**
     * Scores what is not scored yet.
     *
     * @param tasks      at least one, of different names
     * @param models     folder of every model ({@code model.safetensors}, {@code open_clip_config.json}) by its name in the results
     * @param evaluation the folder {@code evaluation} of a run
     * @throws BadInputException                          if a task has no picture that can be used; the message counts the causes
     * @throws io.mode4j.artifact.MismatchException if a task was scored with other models, pictures or options
     * @throws IOException                                if a shard is damaged, a model cannot be loaded or answers with NaN, or files cannot be written
     */
    public void run(List<Task> tasks, SequencedMap<String, Path> models, Path evaluation) throws IOException {
        TaskRecipe recipes = new TaskRecipe(engine, tokenizer, sentences, models);
        try (StageLock _ = StageLock.take(files, evaluation); Begun begun = new Begun()) {
            files.sweep(evaluation);
            for (Task task : tasks) {
                Path folder = folder(evaluation, task.name());
                begun.add(task, folder, StageFolder.of(files, folder.resolve(TaskFolder.LOGITS), recipes.of(task)));
            }
            score(begun.jobs, models, evaluation);
        }
    }

    private void score(List<Job> jobs, SequencedMap<String, Path> models, Path evaluation) throws IOException {
        Map<PictureSource, List<Job>> bySource = new LinkedHashMap<>();
        jobs.forEach(job -> bySource.computeIfAbsent(job.rows.task().pictures(), _ -> new ArrayList<>()).add(job));
        Path scratch = evaluation.resolve(SCRATCH);
        for (Map.Entry<PictureSource, List<Job>> entry : bySource.entrySet()) {
            files.deleteTree(scratch);
            for (Map.Entry<Integer, SequencedMap<String, Path>> sameSize : byImageSize(models).entrySet()) {
                score(entry.getKey(), entry.getValue(), sameSize.getKey(), sameSize.getValue(), scratch);
            }
            for (Job job : entry.getValue()) {
                job.stage.finish(
                        Map.of("pictures", job.rows.size(), "skipped", job.rows.skipped(), "task_files", TaskFolder.checksums(job.folder)));
            }
        }
        files.deleteTree(scratch);
    }

    /** A task that is to be scored. */
    private record Job(TaskRows rows, Path folder, StageFolder stage) {
        Path logits(String model) {
            return folder.resolve(TaskFolder.LOGITS).resolve(model + ".npy");
        }

        Job again() {
            return new Job(new TaskRows(rows.task()), folder, stage);
        }
    }

    /** The tasks that there is work on. */
    private static final class Begun implements AutoCloseable {
        private final List<Job> jobs = new ArrayList<>();

        void add(Task task, Path folder, StageFolder stage) throws IOException {
            if (stage.begin()) {
                jobs.add(new Job(new TaskRows(task), folder, stage));
            }
        }

        @Override
        public void close() throws IOException {
            for (Job job : jobs) {
                job.stage.close();
            }
        }
    }

    private void score(PictureSource source, List<Job> jobs, int size, SequencedMap<String, Path> models, Path scratch) throws IOException {
        boolean first = jobs.stream().allMatch(job -> job.rows.size() == 0);
        List<Job> told = first ? jobs : jobs.stream().map(Job::again).toList();
        String names = String.join(", ", jobs.stream().map(job -> job.rows.task().name()).toList());
        Path file = scratch.resolve("pictures-" + size + ".u8");
        try (Progress.Bar bar = progress.start("decode " + names, -1, "pictures");
                DecodedPictures pictures = DecodedPictures.decode(files, images, source, size, told.stream().map(Job::rows).toList(), file,
                        bar)) {
            for (Job job : told) {
                checkNotEmpty(job.rows, source);
                if (first) {
                    TaskFolder.write(files, job.folder, job.rows, sentences::encode);
                }
            }
            score(pictures, told, models, names);
        }
    }

    private void score(DecodedPictures pictures, List<Job> jobs, SequencedMap<String, Path> models, String names) throws IOException {
        try (Progress.Bar bar = progress.start("score " + names, (long) models.size() * pictures.count(), "pictures")) {
            for (Map.Entry<String, Path> entry : models.entrySet()) {
                List<Job> missing = jobs.stream().filter(job -> !Files.exists(job.logits(entry.getKey()))).toList();
                bar.note(entry.getKey());
                if (missing.isEmpty()) {
                    bar.advance(pictures.count());
                    continue;
                }
                try (ClipModel model = engine.load(entry.getValue())) {
                    ModelScores scores = ModelScores.of(model, tokenizer, pictures, bar);
                    for (Job job : missing) {
                        scores.write(files, job.rows, job.logits(entry.getKey()));
                    }
                } catch (IOException e) {
                    throw new IOException("model %s (%s) on %s: %s".formatted(entry.getKey(), entry.getValue(), names, e.getMessage()), e);
                }
            }
        }
    }

    private static void checkNotEmpty(TaskRows rows, PictureSource source) throws BadInputException {
        if (rows.size() == 0) {
            throw new BadInputException("task '%s': none of the pictures in %s can be used: %s".formatted(rows.task().name(), source,
                    rows.skipped().isEmpty() ? "there are none" : rows.skipped()));
        }
    }

    private static SequencedMap<Integer, SequencedMap<String, Path>> byImageSize(SequencedMap<String, Path> models) throws IOException {
        TreeMap<Integer, SequencedMap<String, Path>> bySize = new TreeMap<>();
        for (Map.Entry<String, Path> model : models.entrySet()) {
            int size = ClipConfig.read(model.getValue().resolve("open_clip_config.json")).vision().imageSize();
            bySize.computeIfAbsent(size, _ -> new LinkedHashMap<>()).put(model.getKey(), model.getValue());
        }
        return bySize;
    }
}
