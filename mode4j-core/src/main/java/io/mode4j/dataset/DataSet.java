package io.mode4j.dataset;

import io.mode4j.task.ClassName;
import io.mode4j.task.Classification;
import io.mode4j.task.Labelling;
import io.mode4j.task.Metric;
import io.mode4j.task.MultiLabel;
import io.mode4j.task.PictureSource;
import io.mode4j.task.Retrieval;
import io.mode4j.task.Task;
import io.mode4j.task.TaskOrigin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A data set with its texts in one language.
 *
 * @param origin    its name, its language, and the average that it is part of
 * @param layout    of its files
 * @param kind      what is asked
 * @param splits    where the pictures of {@value #TRAIN}, {@value #VALIDATION} and {@value #TEST} are, as far as there are such; {@value #TEST} is the split that is evaluated,
 *                  whatever it is called there
 * @param labelling where the labels of a classification are
 * @param classes   in the order of their numbers; none of a retrieval
 * @param templates prompts with a slot for the class name; none of a retrieval
 * @param metrics   that sum the task up: one, or recall at 1 both ways of a retrieval
 * @param remarks   what is odd about it, but no error
 */
public record DataSet(TaskOrigin origin, Layout layout, DataKind kind, SequencedMap<String, PictureSource> splits, Labelling labelling,
        List<ClassName> classes, List<String> templates, List<Metric> metrics, List<String> remarks) {

    /** The pictures to learn from. */
    public static final String TRAIN = "train";
    /** The pictures to choose by. */
    public static final String VALIDATION = "val";
    /** The pictures that are asked about. */
    public static final String TEST = "test";

    /** Copies the collections; there is a {@value #TEST}. */
    public DataSet {
        splits = new LinkedHashMap<>(splits);
        classes = List.copyOf(classes);
        templates = List.copyOf(templates);
        metrics = List.copyOf(metrics);
        remarks = List.copyOf(remarks);
        if (!splits.containsKey(TEST)) {
            throw new IllegalArgumentException("a data set needs pictures that are asked about");
        }
    }

    /** Its name, without what folders add to it. */
    public String name() {
        return origin.dataSet();
    }

    /** Where the pictures of a split are, if it has such. */
    public Optional<PictureSource> split(String name) {
        return Optional.ofNullable(splits.get(name));
    }

    /** The name of its task: its own, with the language where that is not English. */
    public String taskName() {
        return origin.taskName();
    }

    /** The zero-shot task on the pictures of {@value #TEST}. */
    public Task task() {
        return task(TEST);
    }

    /**
     * The zero-shot task on the pictures of a split: the texts and right answers that a probe needs, too.
     *
     * @throws IllegalArgumentException if there is no such split
     */
    public Task task(String split) {
        PictureSource pictures = split(split)
                .orElseThrow(() -> new IllegalArgumentException("data set '%s' has no split '%s'".formatted(name(), split)));
        return switch (kind) {
            case CLASSIFICATION -> new Classification(taskName(), pictures, labelling, classes, templates, metrics.getFirst(), origin);
            case MULTILABEL -> new MultiLabel(taskName(), pictures, classes, templates, origin);
            case RETRIEVAL -> new Retrieval(taskName(), (PictureSource.Captioned) pictures, Retrieval.Captions.EACH, origin);
        };
    }
}
