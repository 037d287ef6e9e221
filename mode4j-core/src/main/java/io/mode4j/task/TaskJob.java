package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task on its way through the stage: what of its folder is there, and which models' answers are missing. Not thread-safe. */
final class TaskJob implements AutoCloseable {

    /** Stands among the models for the one that embeds pictures by which the experts are weighed; no model can be called that. */
    static final String ROUTER = "/";

    private final FileLayer files;
    private final Task task;
    private final EvaluationFolder evaluation;
    private final ScoreRecipes recipes;
    private final Collection<String> models;
    private final StageFolder folder;
    private final Map<String, StageFolder> missing = new LinkedHashMap<>();
    private boolean described;

    private TaskJob(FileLayer files, Task task, EvaluationFolder evaluation, ScoreRecipes recipes, Collection<String> models)
            throws IOException {
        this.files = files;
        this.task = task;
        this.evaluation = evaluation;
        this.recipes = recipes;
        this.models = models;
        this.folder = StageFolder.of(files, evaluation.task(task.name()), recipes.of(task));
    }

    /**
     * Sees what is done.
     *
     * @throws io.mode4j.artifact.MismatchException if the folder holds another task of that name, or another model's answers
     */
    static TaskJob begin(FileLayer files, Task task, EvaluationFolder evaluation, ScoreRecipes recipes, Collection<String> models)
            throws IOException {
        TaskJob job = new TaskJob(files, task, evaluation, recipes, models);
        boolean begun = false;
        try {
            if (!job.folder.begin()) {
                job.seeModels();
            }
            begun = true;
            return job;
        } finally {
            if (!begun) {
                job.close();
            }
        }
    }

    private void seeModels() throws IOException {
        described = true;
        Manifest manifest = Manifest.read(evaluation.task(task.name()));
        for (String model : models) {
            StageFolder answers = StageFolder.of(files, folder(model), recipes.of(manifest, model));
            missing.put(model, answers); // so that it is closed if it cannot begin
            if (!answers.begin()) {
                missing.remove(model);
            }
        }
    }

    Task task() {
        return task;
    }

    /** Whether the answers of one of these models are missing. */
    boolean lacks(Collection<String> some) {
        return !described || some.stream().anyMatch(missing::containsKey);
    }

    /** Rows to be filled, source by source. */
    List<TaskRows> rows() {
        List<TaskRows> rows = new ArrayList<>();
        for (int s = 0; s < task.sources().size(); s++) {
            rows.add(new TaskRows(task, s));
        }
        return rows;
    }

    /**
     * The task with its pictures; its folder is written unless it is there.
     *
     * @throws BadInputException if a source has no picture that can be used, or nothing can be measured on them; a task of that name may then have others
     */
    Question question(List<TaskRows> rows, Optional<TextFeatures.Encoder> sentences) throws IOException {
        Question question = asked(rows);
        Path path = evaluation.task(task.name());
        if (described) {
            TaskFolder.checkPictures(path, rows);
        } else {
            TaskFolder.write(files, path, task, rows, question, sentences);
            folder.finish(TaskFolder.summary(rows));
            seeModels();
        }
        return question;
    }

    private Question asked(List<TaskRows> rows) throws IOException {
        try {
            for (TaskRows source : rows) {
                source.demandSome();
            }
            return task.question(rows);
        } catch (BadInputException e) {
            folder.refuse();
            throw e;
        }
    }

    private Path folder(String model) {
        return model.equals(ROUTER) ? evaluation.pictureEmbeddings(task.name()) : evaluation.logits(task.name(), model);
    }

    /** Where a model's answers are to be written; the task has this number. */
    ScoreWork.AnswerFile answers(int number, String model) {
        return new ScoreWork.AnswerFile(number, Store.of(files, folder(model)),
                model.equals(ROUTER) ? TaskFolder.PICTURE_EMBEDDINGS : TaskFolder.LOGITS);
    }

    /** Finishes the folder of a model's answers, which are written. */
    void finish(String model) throws IOException {
        StageFolder answers = missing.get(model);
        if (answers == null) {
            throw new IllegalStateException("the answers of " + model + " to " + task.name() + " are there");
        }
        answers.finish(Map.of());
        missing.remove(model);
    }

    /** Lets others into the folders that are not finished. */
    @Override
    public void close() throws IOException {
        folder.close();
        for (StageFolder answers : missing.values()) {
            answers.close();
        }
    }
}
