package io.mode4j.task;

import java.util.List;

/**
 * Retrieval between pictures and captions, in both directions. Equal captions are <em>one</em> text with several positive pictures.
 *
 * @param name     name of the task
 * @param pictures pictures with captions
 * @param captions which of a picture's captions are texts of the task
 */
public record Retrieval(String name, PictureSource.Captioned pictures, Captions captions) implements Task {

    /** Which of a picture's captions count. */
    public enum Captions {
        /** The first one. */
        FIRST,
        /** All of them; any of them is a right answer to the picture. */
        ALL
    }

    /** Checks the name. */
    public Retrieval {
        TaskNames.check(name);
    }

    @Override
    public List<Metric> mainMetrics() {
        return List.of(Metric.TEXT_TO_IMAGE_RECALL_1, Metric.IMAGE_TO_TEXT_RECALL_1);
    }
}
