package io.mode4j.task;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** The right answers of a task, and so what scores are worth. */
public interface Truth extends Serializable {

    /** How many pictures are asked about. */
    int pictures();

    /** How many cases its measures are shares of; of few, a figure says little. */
    int cases();

    /**
     * Judges scores.
     *
     * @param ofTask    sums weighed once for the task
     * @param ofQueries where a kind asks every text ({@link TaskKind#asksEveryText}), sums weighed for every text; else the same as {@code ofTask}
     * @throws IllegalArgumentException if the scores do not fit, or one is not a finite number
     */
    Judged judge(Scores ofTask, Scores ofQueries);

    /** What guessing gives on average, by metric. */
    Map<Metric, Double> chance();

    /** Numbers of the texts that are right for no picture, in order: what was declared, but is not there. */
    default List<Integer> textsWithoutPictures() {
        return List.of();
    }
}
