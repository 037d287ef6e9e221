package io.mode4j.task;

import java.util.List;
import java.util.Map;

/** The right answers of a task, and so what scores are worth. */
public interface Truth {

    /** How many pictures are asked about. */
    int pictures();

    /** How many cases its measures are shares of; of few, a figure says little. */
    int cases();

    /**
     * Measures scores: every metric that these answers allow, between 0 and 1.
     *
     * @param ofTask    sums weighed once for the task
     * @param ofQueries where a kind asks every text ({@link TaskKind#asksEveryText}), sums weighed for every text; else the same as {@code ofTask}
     * @throws IllegalArgumentException if the scores do not fit, or one is not a finite number
     */
    Map<Metric, Double> measure(Scores ofTask, Scores ofQueries);

    /**
     * How right each case was, by metric, of those metrics that are means over cases.
     *
     * @param metrics that are wanted
     * @param ofTask  as of {@link #measure}
     * @param ofQueries as of {@link #measure}
     */
    default Map<Metric, Hits> hits(List<Metric> metrics, Scores ofTask, Scores ofQueries) {
        return Map.of();
    }

    /** What guessing gives on average, by metric. */
    Map<Metric, Double> chance();

    /** Numbers of the texts that are right for no picture, in order: what was declared, but is not there. */
    default List<Integer> textsWithoutPictures() {
        return List.of();
    }
}
