package io.mode4j.task;

/**
 * What the report calls the parts of a kind of task.
 *
 * @param texts     its texts, in the plural: classes
 * @param oneCase   one of what its measures are shares of: picture
 * @param ofTask    which of its measures the weights of the task serve, where others are weighed by text: image → text; else empty
 * @param ofQueries which of its measures the weights of every text serve: text → image; else empty
 */
public record TaskWords(String texts, String oneCase, String ofTask, String ofQueries) {

    /** For kinds whose experts are weighed once a task. */
    public TaskWords(String texts, String oneCase) {
        this(texts, oneCase, "", "");
    }
}
