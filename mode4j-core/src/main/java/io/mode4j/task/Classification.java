package io.mode4j.task;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.clip.Prompts;
import io.mode4j.shard.ShardPicture;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Zero-shot classification: which of the class names does a picture show?
 *
 * @param name      name of the task
 * @param pictures  its pictures
 * @param label     JSON field that holds a picture's label, or {@value #CLS} for the WebDataset member {@code key.cls}; unused for folders
 * @param classes   the classes in the order of the logits' columns; empty: the distinct labels, sorted. Pictures with another label are left out
 *                  and counted
 * @param templates prompts, {@code {}} stands for the class name ({@link Prompts})
 * @param metric    the metric that sums the task up
 */
public record Classification(String name, PictureSource pictures, String label, List<ClassName> classes, List<String> templates,
        Metric metric)
        implements
            Task {

    /** The label source that means the member {@code key.cls}. */
    public static final String CLS = ShardPicture.CLS;

    /** Copies the lists and checks that every template has a place for the class name. */
    public Classification {
        TaskNames.check(name);
        classes = List.copyOf(classes);
        templates = List.copyOf(templates);
        try {
            Prompts.check(templates);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("task '%s': %s".formatted(name, e.getMessage()), e);
        }
        if (classes.stream().map(ClassName::label).distinct().count() != classes.size()) {
            throw new IllegalArgumentException("task '%s': a label occurs twice in classes".formatted(name));
        }
        if (!ClassificationMetrics.ALL.contains(metric)) {
            throw new IllegalArgumentException("task '%s': metric %s is not one of classification".formatted(name, metric.wireName()));
        }
    }

    @Override
    public TaskKind kind() {
        return new ClassificationKind();
    }

    @Override
    public List<PictureSource> sources() {
        return List.of(pictures);
    }

    @Override
    public List<Metric> mainMetrics() {
        return List.of(metric);
    }

    @Override
    public SortedMap<String, String> configuration() {
        SortedMap<String, String> configuration = new TreeMap<>();
        configuration.put("label", label);
        configuration.put("classes", classes.isEmpty()
                ? "from the labels"
                : Fingerprints.ofText(classes.stream().flatMap(one -> Stream.of(one.label(), one.words())).toArray(String[]::new)));
        configuration.put("templates", String.join(" | ", templates));
        configuration.put("metric", metric.wireName());
        return configuration;
    }

    /** The label, if it is one of the classes; any, if these follow from the labels. */
    @Override
    public Answers answers(int source, ShardPicture picture) {
        String found = picture.label(label.isEmpty() ? CLS : label);
        if (found == null || found.isBlank()) {
            return Answers.none("no label");
        }
        boolean known = classes.isEmpty() || classes.stream().anyMatch(one -> one.label().equals(found));
        return known ? Answers.of(List.of(found), "") : Answers.none("label is not among the classes");
    }

    @Override
    public Question question(List<TaskRows> rows) {
        return ClassificationQuestion.of(this, rows.getFirst());
    }

    /** The prompts of a class: every template with its words filled in. */
    public List<String> prompts(String words) {
        return Prompts.of(words, templates);
    }
}
