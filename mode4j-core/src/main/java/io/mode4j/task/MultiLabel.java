package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.clip.Prompts;
import io.mode4j.shard.source.ShardPicture;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Zero-shot classification of pictures that may show several classes, or none of them: the member {@code key.npy} has a number for each class, not 0 where it is shown.
 *
 * @param name      name of the task
 * @param pictures  its pictures
 * @param classes   the classes in the order of these numbers
 * @param templates prompts, {@code {}} stands for the class name ({@link Prompts})
 * @param origin    which data set it is of
 */
public record MultiLabel(String name, PictureSource pictures, List<ClassName> classes, List<String> templates, TaskOrigin origin)
        implements
            Task {

    /** Copies the lists and checks that there are classes, and that every template has a place for their names. */
    public MultiLabel {
        TaskNames.check(name);
        classes = List.copyOf(classes);
        templates = List.copyOf(templates);
        if (classes.isEmpty()) {
            throw new IllegalArgumentException("task '%s': class names expected".formatted(name));
        }
        try {
            Prompts.check(templates);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("task '%s': %s".formatted(name, e.getMessage()), e);
        }
    }

    @Override
    public TaskKind kind() {
        return new MultiLabelKind();
    }

    @Override
    public List<PictureSource> sources() {
        return List.of(pictures);
    }

    @Override
    public List<Metric> mainMetrics() {
        return List.of(LabelSets.MEAN_AVERAGE_PRECISION);
    }

    @Override
    public SortedMap<String, String> configuration() {
        SortedMap<String, String> configuration = new TreeMap<>();
        configuration.put("classes", Fingerprints.ofText(new ClassTexts(classes, templates).parts()));
        configuration.put("templates", String.join(" | ", templates));
        return configuration;
    }

    /** A text of a 0 or 1 for each class. */
    @Override
    public Answers answers(int source, ShardPicture picture) throws BadInputException {
        double[] numbers = LabelNumbers.of(picture);
        if (numbers.length == 0) {
            return Answers.none("no label");
        }
        if (numbers.length != classes.size()) {
            throw new BadInputException(
                    "task '%s': picture '%s' has %d labels, and there are %d class names: they are not those of this data, or lines are missing"
                            .formatted(name, picture.key(), numbers.length, classes.size()));
        }
        StringBuilder shown = new StringBuilder(numbers.length);
        for (double number : numbers) {
            shown.append(number == 0 ? '0' : '1');
        }
        return Answers.of(List.of(shown.toString()), "");
    }

    @Override
    public Question question(List<TaskRows> rows) {
        List<List<String>> answers = rows.getFirst().answers();
        boolean[][] shown = new boolean[answers.size()][classes.size()];
        for (int i = 0; i < shown.length; i++) {
            String bits = answers.get(i).getFirst();
            for (int k = 0; k < shown[i].length; k++) {
                shown[i][k] = bits.charAt(k) == '1';
            }
        }
        return new MultiLabelQuestion(new ClassTexts(classes, templates), new LabelSets(shown));
    }
}
