package io.mode4j.task;

/**
 * Where a task comes from: tasks of one data set in several languages are several.
 *
 * @param dataSet  name of the data set; the task's own name where it is of none
 * @param language of its texts, as in {@code xx_classnames.txt}: two letters, or more
 * @param average  the well-known average that it is part of, such as {@value #CLIP_26}; empty for none
 */
public record TaskOrigin(String dataSet, String language, String average) {

    /** The average of the 26 tasks of CLIP's evaluation, as MetaCLIP and MoDE print it. */
    public static final String CLIP_26 = "clip-26";
    /** The language of most data sets. */
    public static final String ENGLISH = "en";

    /** A task that is of no data set. */
    public static TaskOrigin of(String task) {
        return new TaskOrigin(task, ENGLISH, "");
    }

    /** What a task of it is called: the data set's name, with the language where that is not English. */
    public String taskName() {
        return language.equals(ENGLISH) ? dataSet : dataSet + "-" + language;
    }
}
