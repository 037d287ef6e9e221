package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.ShardPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which pictures of one of its sources a task uses, and the right answers to them; grows while the source is read. Not thread-safe.
 */
public final class TaskRows {

    private final Task task;
    private final int source;
    private final List<Integer> rows = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<List<String>> answers = new ArrayList<>();
    private final SortedMap<String, Long> skipped = new TreeMap<>();

    TaskRows(Task task, int source) {
        this.task = task;
        this.source = source;
    }

    /** The source itself. */
    PictureSource pictures() {
        return task.sources().get(source);
    }

    /** The right answers to a picture; empty, and counted, when the task cannot use it. */
    List<String> answersTo(ShardPicture picture) throws BadInputException {
        Answers found = task.answers(source, picture);
        if (found.right().isEmpty()) {
            skip(found.cause());
        }
        return found.right();
    }

    /** Counts a picture that is left out. */
    void skip(String cause) {
        skip(cause, 1);
    }

    /** Counts pictures that are left out. */
    void skip(String cause, long count) {
        skipped.merge(cause, count, Long::sum);
    }

    /** Takes a picture: {@code row} is its place among the decoded pictures of the source. */
    void add(int row, String key, List<String> answersToIt) {
        rows.add(row);
        keys.add(key);
        answers.add(answersToIt);
    }

    /** Place of picture i among the decoded pictures of the source. */
    int row(int i) {
        return rows.get(i);
    }

    /** N, the number of pictures. */
    public int size() {
        return rows.size();
    }

    /** The key of every picture. */
    public List<String> keys() {
        return keys;
    }

    /** The right answers to every picture, at least one each. */
    public List<List<String>> answers() {
        return answers;
    }

    /** How many were left out, by cause. */
    SortedMap<String, Long> skipped() {
        return skipped;
    }
}
