package io.mode4j.artifact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One state of a run that grows: which experts there are, by which centres data are told apart, and which pairs are known. Folders are relative to the run directory, with {@code /}.
 * Number 0 is the run as it was trained; nothing of it is written.
 *
 * @param version  of the format
 * @param number   counted from 0; also the arrival that it came with
 * @param before   the generation that it was made from
 * @param made     when
 * @param change   what is new, in words
 * @param clusters fine and coarse centres
 * @param data     the pairs, in the order in which they came
 * @param experts  the folder of every expert by its name
 * @param retired  keys whose pairs none of these experts saw, nor will any that is made from them; none in version 1
 */
public record Generation(int version, int number, int before, String made, String change, String clusters, List<Data> data,
        SequencedMap<String, String> experts, @Nullable SortedSet<String> retired) {
    /** The format that this program writes. */
    static final int VERSION = 2;
    private static final String SUFFIX = ".v";

    /**
     * Pairs that came together.
     *
     * @param index       one row a pair
     * @param assignments their fine centres
     */
    public record Data(String index, String assignments) {}

    /** {@return what an expert is called that is trained on in a generation: its name without an earlier version, and the generation's number} */
    public static String version(String expert, int generation) {
        return unversioned(expert) + SUFFIX + generation;
    }

    /** {@return the name of an expert in all its versions} */
    public static String unversioned(String expert) {
        return expert.replaceFirst(Pattern.quote(SUFFIX) + "[0-9]{1,9}$", "");
    }

    /** {@return whether the expert of that name is here, in any version} */
    boolean has(String expert) {
        return experts.keySet().stream().anyMatch(name -> unversioned(name).equals(unversioned(expert)));
    }

    /** Copies the collections. */
    public Generation {
        data = List.copyOf(data);
        experts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(experts));
        retired = Collections.unmodifiableSortedSet(retired == null ? new TreeSet<>() : new TreeSet<>(retired));
    }

    /** {@return the keys that are retired} */
    @Override
    public SortedSet<String> retired() {
        return Objects.requireNonNull(retired);
    }

    /** The next one of a run: the same experts, of the same pairs. */
    public Generation next(int next, String when, String what) {
        return new Generation(VERSION, next, number, when, what, clusters, data, experts, retired);
    }

    /** The same with pairs that arrived, told apart by these centres. */
    public Generation withData(Data arrived, String centers) {
        List<Data> more = new ArrayList<>(data);
        more.add(arrived);
        return new Generation(version, number, before, made, change, centers, more, experts, retired);
    }

    /** The same with these keys retired beside those that are. */
    public Generation withRetired(Collection<String> keys) {
        SortedSet<String> all = new TreeSet<>(retired());
        all.addAll(keys);
        return new Generation(version, number, before, made, change, clusters, data, experts, all);
    }

    /** The same with one more expert. */
    public Generation withExpert(String name, String folder) {
        SequencedMap<String, String> more = new LinkedHashMap<>(experts);
        more.put(name, folder);
        return new Generation(version, number, before, made, change, clusters, data, more, retired);
    }

    /** The same, one expert in another version and under another name, in the same place. */
    public Generation withVersion(String name, String newName, String folder) {
        SequencedMap<String, String> others = new LinkedHashMap<>();
        experts.forEach((expert, where) -> {
            boolean updated = expert.equals(name);
            others.put(updated ? newName : expert, updated ? folder : where);
        });
        return new Generation(version, number, before, made, change, clusters, data, others, retired);
    }
}
