package io.mode4j.task;

import java.util.List;

/**
 * Zero-shot classification: which of the class names does a picture show?
 *
 * @param name      name of the task
 * @param pictures  its pictures
 * @param label     JSON field that holds a picture's label, or {@value #CLS} for the WebDataset member {@code key.cls}; unused for folders
 * @param classes   the classes in the order of the logits' columns; empty: the distinct labels, sorted. Pictures with another label are left out
 *                  and counted
 * @param templates prompts, {@code {}} stands for the class name
 * @param metric    the metric that sums the task up
 */
public record Classification(String name, PictureSource pictures, String label, List<ClassName> classes, List<String> templates,
        Metric metric)
        implements
            Task {

    /** The label source that means the member {@code key.cls}. */
    public static final String CLS = "cls";

    /** Copies the lists and checks that every template has a place for the class name. */
    public Classification {
        TaskNames.check(name);
        classes = List.copyOf(classes);
        templates = List.copyOf(templates);
        if (templates.isEmpty()) {
            throw new IllegalArgumentException("task '%s': at least one template expected, such as \"{}\"".formatted(name));
        }
        for (String template : templates) {
            if (!template.contains("{}")) {
                throw new IllegalArgumentException("task '%s': template '%s' has no {} for the class name".formatted(name, template));
            }
        }
        if (classes.stream().map(ClassName::label).distinct().count() != classes.size()) {
            throw new IllegalArgumentException("task '%s': a label occurs twice in classes".formatted(name));
        }
        if (metric.kind() != Metric.Kind.CLASSIFICATION) {
            throw new IllegalArgumentException("task '%s': metric %s is not one of classification".formatted(name, metric.wireName()));
        }
    }

    @Override
    public List<Metric> mainMetrics() {
        return List.of(metric);
    }

    /** The prompts of a class: every template with its words filled in. */
    public List<String> prompts(String words) {
        return templates.stream().map(template -> template.replace("{}", words)).toList();
    }
}
