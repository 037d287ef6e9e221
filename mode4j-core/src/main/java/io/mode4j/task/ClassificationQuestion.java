package io.mode4j.task;

import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A classification whose pictures are known. Its folder has {@code labels.npy}, int32 {@code [N]}: the class of each picture, and where the task has groups
 * {@code groups.npy}, int32 {@code [N]}. N pictures, K classes.
 *
 * @param texts the classes, those of the task or the distinct labels, sorted; with their prompts
 * @param truth the class of each picture
 */
record ClassificationQuestion(ClassTexts texts, Labels truth) implements ClassesQuestion {

    static final String LABELS = "labels.npy";
    static final String GROUPS = "groups.npy";

    static ClassificationQuestion of(Classification task, TaskRows rows) {
        List<String> found = rows.answers().stream().map(List::getFirst).toList();
        List<ClassName> classes = !task.classes().isEmpty() ? task.classes()
                : found.stream()
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .map(label -> new ClassName(label, label))
                        .toList();
        Map<String, Integer> columns = new LinkedHashMap<>();
        classes.forEach(one -> columns.put(one.label(), columns.size()));
        int[] labels = found.stream().mapToInt(label -> columns.getOrDefault(label, -1)).toArray();
        int[] groups = task.labels().groups() ? groups(rows) : Labels.NO_GROUPS;
        return new ClassificationQuestion(new ClassTexts(classes, task.templates()),
                new Labels(classes.size(), labels, groups, task.mainMetrics()));
    }

    private static int[] groups(TaskRows rows) {
        return rows.answers().stream().mapToInt(answer -> Integer.parseInt(answer.getLast())).toArray();
    }

    @Override
    public void write(FileLayer files, Path folder) throws IOException {
        Npy.writeInts(files, folder.resolve(LABELS), truth.labels());
        if (truth.groups().length > 0) {
            Npy.writeInts(files, folder.resolve(GROUPS), truth.groups());
        }
    }
}
