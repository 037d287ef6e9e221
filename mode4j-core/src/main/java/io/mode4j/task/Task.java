package io.mode4j.task;

import java.util.List;

/**
 * One thing that models are measured on. Immutable; {@link TaskFile} reads tasks from YAML.
 */
public sealed interface Task permits Classification, Retrieval {

    /** Name of the task, and of its folder: letters, digits, {@code . _ -}. */
    String name();

    /** Where its pictures are. */
    PictureSource pictures();

    /** The metrics that sum the task up; averages over tasks are taken over these. */
    List<Metric> mainMetrics();
}
