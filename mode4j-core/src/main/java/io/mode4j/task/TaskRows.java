package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.SkipCause;
import io.mode4j.shard.source.ShardPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which pictures of one of its sources a task uses, and the right answers to them; grows while the source is read. Not thread-safe.
 */
public final class TaskRows {

    /** How many pictures that do not decode are named. */
    static final int SHOWN = 20;

    private final Task task;
    private final int source;
    private final List<Integer> rows = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<List<String>> answers = new ArrayList<>();
    private final SortedMap<String, Long> skipped = new TreeMap<>();
    private final List<String> undecodable = new ArrayList<>();

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

    /** Counts a picture that does not decode, and remembers the first few. */
    void undecodable(String key, String cause) {
        skip(cause);
        if (undecodable.size() < SHOWN) {
            undecodable.add(key);
        }
    }

    /** Takes a picture: {@code row} is its place among the decoded pictures of the source. */
    void add(int row, String key, List<String> answersToIt) {
        rows.add(row);
        keys.add(key);
        answers.add(answersToIt);
    }

    /** The same as a value, where the source has that number among all decoded ones. */
    Asked.Source asked(int number) {
        return new Asked.Source(number, rows.stream().mapToInt(Integer::intValue).toArray());
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

    /**
     * Makes sure that there are pictures.
     *
     * @throws BadInputException if none can be used; the message counts the causes, and says what to do where that is known
     */
    void demandSome() throws BadInputException {
        if (size() == 0) {
            String advice = skipped.containsKey(SkipCause.DOTTED_KEY.words()) ? ". With key-end: last-dot the task pairs them" : "";
            throw new BadInputException("task '%s': none of the pictures in %s can be used: %s%s".formatted(task.name(), pictures(),
                    skipped.isEmpty() ? "there are none" : skipped, advice));
        }
    }

    /** How many were left out of all sources, by cause. */
    static SortedMap<String, Long> skipped(List<TaskRows> sources) {
        SortedMap<String, Long> all = new TreeMap<>();
        sources.forEach(source -> source.skipped.forEach((cause, count) -> all.merge(cause, count, Long::sum)));
        return all;
    }

    /** The keys of the first pictures of all sources that do not decode. */
    static List<String> undecodable(List<TaskRows> sources) {
        return sources.stream().flatMap(source -> source.undecodable.stream()).limit(SHOWN).toList();
    }

    /** N of all sources. */
    static int size(List<TaskRows> sources) {
        return sources.stream().mapToInt(TaskRows::size).sum();
    }
}
