package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.source.ShardPicture;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Retrieval between pictures and captions, in both directions. Equal captions are <em>one</em> text with several positive pictures, but of {@link Captions#EACH}.
 *
 * @param name     name of the task
 * @param pictures pictures with captions
 * @param captions which of a picture's captions are texts of the task
 * @param origin   which data set it is of
 */
public record Retrieval(String name, PictureSource.Captioned pictures, Captions captions, TaskOrigin origin) implements Task {

    /** Which of a picture's captions count. */
    public enum Captions {
        /** The first one. */
        FIRST,
        /** All of them; any of them is a right answer to the picture. */
        ALL,
        /** All of them, each a text of its own, even where another is equal: only its own picture is right for it, as CLIP_benchmark has it. */
        EACH
    }

    /** Checks the name. */
    public Retrieval {
        TaskNames.check(name);
    }

    /** One that is of no data set. */
    public Retrieval(String name, PictureSource.Captioned pictures, Captions captions) {
        this(name, pictures, captions, TaskOrigin.of(name));
    }

    @Override
    public TaskKind kind() {
        return new RetrievalKind();
    }

    @Override
    public List<PictureSource> sources() {
        return List.of(pictures);
    }

    @Override
    public List<Metric> mainMetrics() {
        return List.of(RetrievalMetrics.TEXT_TO_IMAGE_RECALL_1, RetrievalMetrics.IMAGE_TO_TEXT_RECALL_1);
    }

    @Override
    public SortedMap<String, String> configuration() {
        return new TreeMap<>(Map.of("caption", captions.name()));
    }

    @Override
    public Answers answers(int source, ShardPicture picture) {
        List<String> all = picture.captions();
        return Answers.of(switch (captions) {
            case FIRST -> all.stream().limit(1).toList();
            case ALL -> all.stream().distinct().toList();
            case EACH -> all;
        }, "no caption");
    }

    @Override
    public Question question(List<TaskRows> rows) throws BadInputException {
        RetrievalQuestion question = RetrievalQuestion.of(rows.getFirst(), captions);
        if (question.captions().stream().distinct().limit(2).count() < 2 || rows.getFirst().size() < 2) {
            throw new BadInputException(
                    "task '%s': retrieval needs at least 2 pictures and 2 different captions to choose from, found %d and %d in %s. Give more pairs, or take the task out."
                            .formatted(name, rows.getFirst().size(), question.captions().stream().distinct().count(), pictures));
        }
        return question;
    }
}
