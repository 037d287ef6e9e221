package io.mode4j.task;

import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A classification whose pictures are known. Its folder has {@code labels.npy}, int32 {@code [N]}: the class of each picture. N pictures, K classes.
 *
 * @param task    what was asked for
 * @param classes those of the task, or the distinct labels, sorted
 * @param labels  {@code [N]}
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers; compared by nobody
record ClassificationQuestion(Classification task, List<ClassName> classes, int[] labels) implements Question {

    static final String LABELS = "labels.npy";

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
        return new ClassificationQuestion(task, classes, found.stream().mapToInt(label -> columns.getOrDefault(label, -1)).toArray());
    }

    @Override
    public SequencedMap<String, Object> description() {
        SequencedMap<String, Object> description = new LinkedHashMap<>();
        description.put("classes", classes.stream().map(one -> new TreeMap<>(Map.of("label", one.label(), "name", one.words()))).toList());
        description.put("templates", task.templates());
        return description;
    }

    @Override
    public void write(FileLayer files, Path folder) throws IOException {
        Npy.writeInts(files, folder.resolve(LABELS), labels);
    }

    /** A unit vector per class, of all its prompts. */
    @Override
    public float[][] texts(TextFeatures.Encoder encoder) throws IOException {
        return TextFeatures.ofClasses(classes.stream().map(one -> task.prompts(one.words())).toList(), encoder);
    }

    /** Logits {@code [N, K]}. */
    @Override
    public ScoreMatrix scores(ModelFeatures model) throws IOException {
        return ScoreMatrix.products(model.pictures().getFirst(), texts(model.texts()), model.logitScale());
    }
}
