package io.mode4j.task;

import java.io.Serializable;
import java.util.List;

/**
 * What models are asked about a task, wherever that is.
 *
 * @param task     its name
 * @param question with its texts
 * @param sources  which pictures of each of its sources are its own
 */
record Asked(String task, Question question, List<Asked.Source> sources) implements Serializable {

    /**
     * The pictures of a source that are a task's.
     *
     * @param pictures number of the source among all decoded ones
     * @param rows     {@code [N]} places among its decoded pictures
     */
    @SuppressWarnings("ArrayRecordComponent") // millions of numbers; compared by nobody
    record Source(int pictures, int[] rows) implements Serializable {

        /** The task's part {@code [N, E]} of what is known of all decoded pictures of the source. */
        float[][] of(float[][] all) {
            float[][] ofTask = new float[rows.length][];
            for (int i = 0; i < rows.length; i++) {
                ofTask[i] = all[rows[i]];
            }
            return ofTask;
        }
    }
}
