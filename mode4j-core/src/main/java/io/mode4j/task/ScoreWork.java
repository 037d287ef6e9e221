package io.mode4j.task;

import io.mode4j.artifact.Places;
import io.mode4j.artifact.Store;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.ClipSource;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.work.Work;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Asks a model about tasks that share pictures: loads it, shows it the pictures once, writes its answers to each task, and returns its name. Answers that are there are whole, and stay.
 *
 * @param clips    where the engine and the tokenizer come from
 * @param engine   identity of the engine that the answers are to be of
 * @param pictures of all sources, decoded
 * @param tasks    all of them
 */
record ScoreWork(ClipSource clips, String engine, List<DecodedPictures> pictures, List<Asked> tasks)
        implements
            Work<ScoreWork.Part, String> {

    /**
     * A model to ask.
     *
     * @param model   its name
     * @param place   its folder's path or URL
     * @param answers those that are missing
     */
    record Part(String model, String place, List<AnswerFile> answers) implements Serializable {}

    /**
     * A file of answers to write.
     *
     * @param task   number of the task
     * @param folder receives it
     * @param name   its name there
     */
    record AnswerFile(int task, Store folder, String name) implements Serializable {}

    @Override
    public String name() {
        return "score";
    }

    @Override
    public Worker<Part, String> open() throws IOException {
        ClipEngine opened = clips.engine(engine);
        return (part, advanced) -> {
            try {
                answer(part, opened, advanced);
            } catch (IOException e) {
                throw new IOException("model %s (%s) on %s: %s".formatted(part.model, part.place, names(), e.getMessage()), e);
            }
            return part.model;
        };
    }

    private void answer(Part part, ClipEngine opened, LongConsumer advanced) throws IOException {
        List<AnswerFile> missing = new ArrayList<>();
        for (AnswerFile file : part.answers) {
            if (!file.folder.has(file.name)) {
                missing.add(file);
            }
        }
        if (missing.isEmpty()) {
            advanced.accept(pictures.stream().mapToLong(DecodedPictures::count).sum());
            return;
        }
        try (ClipModel model = opened.load(Places.known(part.place))) {
            ModelScores scores = ModelScores.of(model, clips.tokenizer(), pictures, advanced);
            for (AnswerFile file : missing) {
                write(file, scores, part.model.equals(TaskJob.ROUTER));
            }
        }
    }

    private void write(AnswerFile file, ModelScores scores, boolean pictureEmbeddings) throws IOException {
        Asked task = tasks.get(file.task);
        ModelFeatures features = scores.of(task);
        ScoreMatrix matrix = pictureEmbeddings ? ScoreMatrix.rows(features.pictures().getLast()) : task.question().scores(features);
        file.folder.write(file.name, Npy.array(Dtype.FLOAT32, matrix.source(), matrix.rows(), matrix.columns()));
    }

    private String names() {
        return tasks.stream().map(Asked::task).collect(Collectors.joining(", "));
    }
}
