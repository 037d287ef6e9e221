package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.StageLock;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipSource;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.image.Images;
import io.mode4j.progress.Progress;
import io.mode4j.text.Tokenizer;
import io.mode4j.work.Runner;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Asks every model for its logits or similarities on every task, and keeps them with all that metrics and routing need ({@link TaskFolder} has the layout): a folder a task,
 * and within it a folder a model, so that a model that is new, or gone, touches nothing of the others.
 *
 * <p>
 * Source by source: its pictures are decoded once into a scratch file, then the models whose answers are missing are loaded one after the other, or where a runner has them
 * asked ({@link ScoreWork}), see the pictures once for all tasks of the source, and are closed. Tasks with several sources are done with all that share one of them. Heap holds
 * one model's image and text features of these sources, {@code 4 E} bytes a picture, and the pixels of a chunk; disk holds their decoded pictures, {@code 3 S S} bytes each,
 * until the last model is done.
 *
 * <p>
 * A task whose pictures cannot be read is told to the listener, and the others go on. An interrupted run goes on with the (task, model) pairs that are missing. Not thread-safe.
 */
public final class ScoreStage {

    private final FileLayer files;
    private final Progress progress;
    private final ClipSource clips;
    private final Routing routing;
    private final Runner runner;

    /**
     * The stage borrows all of these; the caller closes the encoder.
     *
     * @param routing embeds what experts are weighed by
     */
    public ScoreStage(FileLayer files, Progress progress, ClipEngine engine, Tokenizer tokenizer, Images images,
            Routing routing) {
        this(files, progress, ClipSource.of(engine, tokenizer, images), routing, new Workers(1)); // an engine has threads of its own
    }

    /** A stage whose models are asked by a runner; one that asks them in other processes needs a source that can be sent there. */
    public ScoreStage(FileLayer files, Progress progress, ClipSource clips, Routing routing, Runner runner) {
        this.files = files;
        this.progress = progress;
        this.clips = clips;
        this.routing = routing;
        this.runner = runner;
    }

    /**
     * Scores what is not scored yet; a task that cannot be scored ends it.
     *
     * @throws BadInputException if a task has no picture that can be used, and the message counts the causes
     * @throws IOException       if pictures cannot be read, and as {@link #run(List, SequencedMap, Path, TaskListener)}
     */
    public void run(List<Task> tasks, SequencedMap<String, Path> models, Path evaluation) throws IOException {
        run(tasks, models, evaluation, new TaskListener() {
            @Override
            public void scored(Task task) {}

            @Override
            public void failed(Task task, IOException why) throws IOException {
                throw why;
            }
        });
    }

    /**
     * Scores what is not scored yet.
     *
     * @param tasks      at least one, of different names
     * @param models     folder of every model ({@code model.safetensors}, {@code open_clip_config.json}) by its name in the results
     * @param evaluation the folder {@code evaluation} of a run, or one like it
     * @param listener   hears of every task once, those that need nothing more included
     * @throws BadInputException                    if an older mode4j scored a task
     * @throws io.mode4j.artifact.MismatchException if a task of that name had other pictures or options, or a model of that name was another; nothing is scored then
     * @throws IOException                          if a model cannot be loaded or answers with NaN, or files cannot be written
     */
    public void run(List<Task> tasks, SequencedMap<String, Path> models, Path evaluation, TaskListener listener) throws IOException {
        SequencedMap<String, Path> asked = new LinkedHashMap<>(models);
        routing.pictures().ifPresent(model -> asked.put(TaskJob.ROUTER, model));
        score(tasks, asked, evaluation, listener);
    }

    private void score(List<Task> tasks, SequencedMap<String, Path> models, Path evaluation, TaskListener listener) throws IOException {
        EvaluationFolder folder = new EvaluationFolder(evaluation);
        ScoreRecipes recipes = new ScoreRecipes(clips.engine(), clips.tokenizer(), routing.sentences(), models);
        SequencedMap<Integer, SequencedMap<String, Path>> bySize = byImageSize(models);
        try (StageLock _ = StageLock.take(files, evaluation); TaskJobs jobs = new TaskJobs(listener)) {
            files.sweep(evaluation);
            for (Task task : tasks) {
                jobs.begin(files, task, folder, recipes, models.keySet());
            }
            for (List<TaskJob> group : jobs.groups()) {
                for (Map.Entry<Integer, SequencedMap<String, Path>> sameSize : bySize.entrySet()) {
                    score(jobs, group, sameSize.getKey(), sameSize.getValue(), folder.scratch());
                    files.deleteTree(folder.scratch());
                }
                for (TaskJob job : jobs.left(group)) {
                    listener.scored(job.task());
                }
            }
        }
    }

    private void score(TaskJobs all, List<TaskJob> group, int size, SequencedMap<String, Path> models, Path scratch) throws IOException {
        List<TaskJob> jobs = all.left(group).stream().filter(job -> job.lacks(models.keySet())).toList();
        if (jobs.isEmpty()) {
            return;
        }
        String names = String.join(", ", jobs.stream().map(job -> job.task().name()).toList());
        Optional<SharedPictures> decoded = decode(all, jobs, size, scratch, names);
        if (decoded.isPresent()) {
            score(decoded.get(), questions(all, jobs, decoded.get()), models, names);
        }
    }

    /** Nothing if the pictures cannot be read; their tasks are given up then. */
    private Optional<SharedPictures> decode(TaskJobs all, List<TaskJob> jobs, int size, Path scratch, String names) throws IOException {
        try (Progress.Bar bar = progress.start("decode " + names, -1, "pictures")) {
            return Optional.of(SharedPictures.decode(files, clips.images(), jobs, size, scratch, bar));
        } catch (IOException e) {
            for (TaskJob job : jobs) {
                all.fail(job, e);
            }
            return Optional.empty();
        }
    }

    private Map<TaskJob, Question> questions(TaskJobs all, List<TaskJob> jobs, SharedPictures pictures) throws IOException {
        Map<TaskJob, Question> questions = new LinkedHashMap<>();
        for (TaskJob job : jobs) {
            try {
                questions.put(job, job.question(pictures.of(job), routing.sentences().map(encoder -> encoder::encode)));
            } catch (IOException e) {
                all.fail(job, e);
            }
        }
        return questions;
    }

    private void score(SharedPictures pictures, Map<TaskJob, Question> questions, SequencedMap<String, Path> models, String names)
            throws IOException {
        if (questions.isEmpty()) {
            return;
        }
        List<TaskJob> jobs = List.copyOf(questions.keySet());
        List<ScoreWork.Part> parts = parts(jobs, models);
        List<Asked> asked = new ArrayList<>();
        questions.forEach((job, question) -> asked.add(pictures.asked(job, question)));
        ScoreWork work = new ScoreWork(clips, clips.engine().identity(), pictures.decoded(), asked);
        long done = (long) (models.size() - parts.size()) * pictures.count();
        try (Progress.Bar bar = progress.start("score " + names, (long) models.size() * pictures.count(), "pictures", done)) {
            runner.run(work, parts, new FinishedModels(jobs, parts.stream().map(ScoreWork.Part::model).toList(), bar));
        }
    }

    /** The models of which answers are missing. */
    private static List<ScoreWork.Part> parts(List<TaskJob> jobs, SequencedMap<String, Path> models) {
        List<ScoreWork.Part> parts = new ArrayList<>();
        models.forEach((model, folder) -> {
            List<ScoreWork.AnswerFile> missing = IntStream.range(0, jobs.size())
                    .filter(job -> jobs.get(job).lacks(List.of(model)))
                    .mapToObj(job -> jobs.get(job).answers(job, model))
                    .toList();
            if (!missing.isEmpty()) {
                parts.add(new ScoreWork.Part(model, folder.toAbsolutePath().toString(), missing));
            }
        });
        return parts;
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
