package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.StageLock;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.image.Images;
import io.mode4j.progress.Progress;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks every model for its logits or similarities on every task, and keeps them with all that metrics and routing need ({@link TaskFolder} has the layout): a folder a task,
 * and within it a folder a model, so that a model that is new, or gone, touches nothing of the others.
 *
 * <p>
 * Source by source: its pictures are decoded once into a scratch file, then the models whose answers are missing are loaded one after the other, see the pictures once for
 * all tasks of the source, and are closed. Tasks with several sources are done with all that share one of them. Heap holds one model's image and text features of these
 * sources, {@code 4 E} bytes a picture, and the pixels of a chunk; disk holds their decoded pictures, {@code 3 S S} bytes each, until the last model is done.
 *
 * <p>
 * An interrupted run goes on with the (task, model) pairs that are missing. Not thread-safe.
 */
public final class ScoreStage {

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

    /**
     * Scores what is not scored yet.
     *
     * @param tasks      at least one, of different names
     * @param models     folder of every model ({@code model.safetensors}, {@code open_clip_config.json}) by its name in the results
     * @param evaluation the folder {@code evaluation} of a run
     * @throws BadInputException                          if a task has no picture that can be used, and the message counts the causes; or if an older mode4j scored it
     * @throws io.mode4j.artifact.MismatchException if a task of that name had other pictures or options, or a model of that name was another
     * @throws IOException                                if a shard is damaged, a model cannot be loaded or answers with NaN, or files cannot be written
     */
    public void run(List<Task> tasks, SequencedMap<String, Path> models, Path evaluation) throws IOException {
        EvaluationFolder folder = new EvaluationFolder(evaluation);
        ScoreRecipes recipes = new ScoreRecipes(engine, tokenizer, sentences, models);
        try (StageLock _ = StageLock.take(files, evaluation); TaskJobs jobs = new TaskJobs()) {
            files.sweep(evaluation);
            for (Task task : tasks) {
                jobs.add(TaskJob.begin(files, task, folder, recipes, models.keySet()));
            }
            for (List<TaskJob> group : SharedPictures.groups(jobs.lacking(models.keySet()))) {
                files.deleteTree(folder.scratch());
                for (Map.Entry<Integer, SequencedMap<String, Path>> sameSize : byImageSize(models).entrySet()) {
                    score(group, sameSize.getKey(), sameSize.getValue(), folder.scratch());
                }
            }
            files.deleteTree(folder.scratch());
        }
    }

    /** The tasks whose folders are held, until all are scored or one fails. */
    private static final class TaskJobs implements AutoCloseable {
        private final List<TaskJob> jobs = new ArrayList<>();

        void add(TaskJob job) {
            jobs.add(job);
        }

        List<TaskJob> lacking(Set<String> models) {
            return jobs.stream().filter(job -> job.lacks(models)).toList();
        }

        @Override
        public void close() throws IOException {
            for (TaskJob job : jobs) {
                job.close();
            }
        }
    }

    private void score(List<TaskJob> group, int size, SequencedMap<String, Path> models, Path scratch) throws IOException {
        List<TaskJob> jobs = group.stream().filter(job -> job.lacks(models.keySet())).toList();
        if (jobs.isEmpty()) {
            return;
        }
        String names = String.join(", ", jobs.stream().map(job -> job.task().name()).toList());
        try (Progress.Bar bar = progress.start("decode " + names, -1, "pictures");
                SharedPictures pictures = SharedPictures.decode(files, images, jobs, size, scratch, bar)) {
            Map<TaskJob, Question> questions = new LinkedHashMap<>();
            for (TaskJob job : jobs) {
                questions.put(job, job.question(pictures.of(job), sentences::encode));
            }
            score(pictures, questions, models, names);
        }
    }

    private void score(SharedPictures pictures, Map<TaskJob, Question> questions, SequencedMap<String, Path> models, String names)
            throws IOException {
        try (Progress.Bar bar = progress.start("score " + names, (long) models.size() * pictures.count(), "pictures")) {
            for (Map.Entry<String, Path> entry : models.entrySet()) {
                String name = entry.getKey();
                List<TaskJob> missing = questions.keySet().stream().filter(job -> job.lacks(List.of(name))).toList();
                bar.note(name);
                if (missing.isEmpty()) {
                    bar.advance(pictures.count());
                    continue;
                }
                try (ClipModel model = engine.load(entry.getValue())) {
                    ModelScores scores = ModelScores.of(model, tokenizer, pictures, bar);
                    for (TaskJob job : missing) {
                        Question question = Objects.requireNonNull(questions.get(job));
                        job.write(name, question.scores(scores.of(pictures.of(job))));
                    }
                } catch (IOException e) {
                    throw new IOException("model %s (%s) on %s: %s".formatted(name, entry.getValue(), names, e.getMessage()), e);
                }
            }
        }
    }

    private static SequencedMap<Integer, SequencedMap<String, Path>> byImageSize(SequencedMap<String, Path> models) throws IOException {
        TreeMap<Integer, SequencedMap<String, Path>> bySize = new TreeMap<>();
        for (Map.Entry<String, Path> model : models.entrySet()) {
            int size = ClipConfig.read(model.getValue().resolve(ClipCheckpoint.CONFIG)).vision().imageSize();
            bySize.computeIfAbsent(size, _ -> new LinkedHashMap<>()).put(model.getKey(), model.getValue());
        }
        return bySize;
    }
}
