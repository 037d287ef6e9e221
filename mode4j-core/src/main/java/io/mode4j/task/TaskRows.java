package io.mode4j.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which pictures of its source a task uses, and the right answers to them; grows while the source is read. Not thread-safe.
 */
final class TaskRows {

    private final Task task;
    private final Set<String> known;
    private final List<Integer> rows = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<List<String>> answers = new ArrayList<>();
    private final SortedMap<String, Long> skipped = new TreeMap<>();

    TaskRows(Task task) {
        this.task = task;
        this.known = task instanceof Classification c ? c.classes().stream().map(ClassName::label).collect(Collectors.toSet()) : Set.of();
    }

    Task task() {
        return task;
    }

    /** The right answers to a picture: its label, or its captions; empty, and counted, when the task cannot use it. */
    List<String> answersTo(RawPicture picture) {
        List<String> found = switch (task) {
            case Classification c -> {
                String label = picture.label(c.label().isEmpty() ? Classification.CLS : c.label());
                yield label == null || label.isBlank() ? List.of() : List.of(label);
            }
            case Retrieval r -> {
                List<String> captions = picture.captions();
                yield r.captions() == Retrieval.Captions.ALL ? captions.stream().distinct().toList() : captions.stream().limit(1).toList();
            }
        };
        if (found.isEmpty()) {
            skip(task instanceof Classification ? "no label" : "no caption");
        } else if (!known.isEmpty() && !known.contains(found.getFirst())) {
            skip("label is not among the classes");
            return List.of();
        }
        return found;
    }

    /** Counts a picture that is left out. */
    void skip(String cause) {
        skipped.merge(cause, 1L, Long::sum);
    }

    /** Takes a picture: {@code row} is its place among the decoded pictures of the source. */
    void add(int row, String key, List<String> answersToIt) {
        rows.add(row);
        keys.add(key);
        answers.add(answersToIt);
    }

    int size() {
        return rows.size();
    }

    /** Place of picture i among the decoded pictures of the source. */
    int row(int i) {
        return rows.get(i);
    }

    List<String> keys() {
        return keys;
    }

    SortedMap<String, Long> skipped() {
        return skipped;
    }

    /** The classes of a classification: those of the task, or the distinct labels, sorted. */
    List<ClassName> classes(Classification classification) {
        if (!classification.classes().isEmpty()) {
            return classification.classes();
        }
        return answers.stream()
                .map(List::getFirst)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .map(label -> new ClassName(label, label))
                .toList();
    }

    /** The column of every picture's class {@code [images]}. */
    int[] labels(List<ClassName> classes) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        classes.forEach(one -> columns.put(one.label(), columns.size()));
        return answers.stream().mapToInt(answer -> columns.getOrDefault(answer.getFirst(), -1)).toArray();
    }

    /** The distinct captions, in the order of their first pictures. */
    List<String> texts() {
        return List.copyOf(answers.stream().flatMap(List::stream).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** Which text is right for which picture. */
    Pairs pairs(List<String> texts) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        texts.forEach(text -> numbers.put(text, numbers.size()));
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            for (String answer : answers.get(i)) {
                pairs.add(new int[]{numbers.getOrDefault(answer, -1), i});
            }
        }
        return new Pairs(pairs.stream().mapToInt(pair -> pair[0]).toArray(), pairs.stream().mapToInt(pair -> pair[1]).toArray());
    }
}
