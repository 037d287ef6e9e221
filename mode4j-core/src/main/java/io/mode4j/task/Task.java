package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.source.ShardPicture;
import java.util.List;
import java.util.SortedMap;

/**
 * One thing that models are measured on. Immutable; {@link TaskFile} reads tasks from YAML. What it is like is its own matter ({@link TaskKind}); whoever scores it decodes
 * its pictures, asks of each what the {@link #answers} are, and then has the {@link #question}.
 */
public interface Task {

    /** Name of the task, and of its folder: letters, digits, {@code . _ -}. */
    String name();

    /** What kind it is of. */
    TaskKind kind();

    /** Where its pictures are: one source, or several such as those to learn from and those to be asked about. */
    List<PictureSource> sources();

    /** The metrics that sum the task up; averages over tasks are taken over these. */
    List<Metric> mainMetrics();

    /** What decides the question and its scores beside the pictures, for the recipe. */
    SortedMap<String, String> configuration();

    /**
     * The right answers to a picture of source number {@code source}, or why the task cannot use it.
     *
     * @throws BadInputException if the picture shows that the task is not one for these pictures
     */
    Answers answers(int source, ShardPicture picture) throws BadInputException;

    /** Which data set it is of. */
    default TaskOrigin origin() {
        return TaskOrigin.of(name());
    }

    /**
     * The task with its pictures.
     *
     * @param rows the pictures that it uses, source by source; at least one each
     * @throws BadInputException if nothing can be measured on them
     */
    Question question(List<TaskRows> rows) throws BadInputException;
}
