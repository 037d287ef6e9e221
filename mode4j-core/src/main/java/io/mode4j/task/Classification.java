package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.clip.Prompts;
import io.mode4j.shard.source.ShardPicture;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Zero-shot classification: which of the class names does a picture show?
 *
 * @param name      name of the task
 * @param pictures  its pictures
 * @param labels    where their labels are
 * @param classes   the classes in the order of the logits' columns; empty: the distinct labels, sorted
 * @param templates prompts, {@code {}} stands for the class name ({@link Prompts})
 * @param metric    the metric that sums the task up
 * @param origin    which data set it is of
 */
public record Classification(String name, PictureSource pictures, Labelling labels, List<ClassName> classes, List<String> templates,
        Metric metric, TaskOrigin origin)
        implements
            Task {

    /** The label source that means the member {@code key.cls}. */
    public static final String CLS = ShardPicture.CLS;

    private static final int SHOWN = 5;

    /** Copies the lists and checks that every template has a place for the class name, and that the metric fits. */
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
        if (ClassificationMetrics.OF_GROUPS.contains(metric) && !labels.groups()) {
            throw new IllegalArgumentException("task '%s': metric %s needs pictures in groups".formatted(name, metric.wireName()));
        }
    }

    /** A task that is of no data set; pictures with a label that is not among the classes are left out and counted. */
    public Classification(String name, PictureSource pictures, String label, List<ClassName> classes, List<String> templates,
            Metric metric) {
        this(name, pictures, Labelling.of(label), classes, templates, metric, TaskOrigin.of(name));
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
        configuration.put("label", labels.source());
        if (labels.groups()) {
            configuration.put("groups", "npy");
        }
        configuration.put("classes", classes.isEmpty()
                ? "from the labels"
                : Fingerprints.ofText(new ClassTexts(classes, templates).parts()));
        configuration.put("templates", String.join(" | ", templates));
        configuration.put("metric", metric.wireName());
        return configuration;
    }

    /** The label, if it is one of the classes; any, if these follow from the labels. Behind it the group, if there are groups. */
    @Override
    public Answers answers(int source, ShardPicture picture) throws BadInputException {
        String found = picture.label(labels.source().isEmpty() ? CLS : labels.source());
        if (found == null || found.isBlank()) {
            return Answers.none("no label");
        }
        boolean known = classes.isEmpty() || classes.stream().anyMatch(one -> one.label().equals(found));
        if (!known && labels.complete()) {
            throw unknown(picture, found);
        }
        if (!known) {
            return Answers.none("label is not among the classes");
        }
        return labels.groups() ? withGroup(found, picture) : Answers.of(List.of(found), "");
    }

    private BadInputException unknown(ShardPicture picture, String label) {
        if (labels.source().isEmpty()) {
            List<String> some = classes.stream().limit(SHOWN).map(ClassName::label).toList();
            return new BadInputException("task '%s': picture '%s' is in the folder '%s', and the %d classes are %s%s".formatted(name,
                    picture.key(), label, classes.size(), String.join(", ", some), classes.size() > SHOWN ? ", …" : ""));
        }
        return new BadInputException(
                "task '%s': picture '%s' has label '%s', and the %d class names are numbered 0 to %d: they are not those of this data, or lines are missing"
                        .formatted(name, picture.key(), label, classes.size(), classes.size() - 1));
    }

    private static Answers withGroup(String label, ShardPicture picture) throws BadInputException {
        OptionalLong group = LabelNumbers.first(picture);
        return group.isEmpty() ? Answers.none("no group") : Answers.of(List.of(label, Long.toString(group.getAsLong())), "");
    }

    @Override
    public Question question(List<TaskRows> rows) throws BadInputException {
        ClassificationQuestion question = ClassificationQuestion.of(this, rows.getFirst());
        Labels truth = question.truth();
        String problem = truth.problem(metric);
        if (!problem.isEmpty()) {
            throw new BadInputException("task '%s': metric %s needs %s, in %s".formatted(name, metric.wireName(), problem, pictures));
        }
        return question;
    }

    /** The prompts of every class, in their order. */
    public List<List<String>> prompts() {
        ClassTexts texts = new ClassTexts(classes, templates);
        return classes.stream().map(texts::prompts).toList();
    }
}
