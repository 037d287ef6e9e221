package io.mode4j.artifact;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a stage is about to do. A stage is a pure function of its recipe: two equal recipes make the same files.
 *
 * @param stage the stage's name
 * @param version the version of the stage's code; it goes up when the same configuration and inputs would give other files
 * @param configuration every option that matters to the result, by name
 * @param inputs the content fingerprint of every input, by name
 */
public record Recipe(String stage, int version, SortedMap<String, String> configuration, SortedMap<String, String> inputs) {
    private static final int SHOWN = 5;

    /** Copies the maps. */
    public Recipe {
        configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
        inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    }

    /** {@return a hash of all of it} */
    public String fingerprint() {
        List<String> parts = new ArrayList<>(List.of(stage, Integer.toString(version), Integer.toString(configuration.size())));
        configuration.forEach((name, value) -> Collections.addAll(parts, name, value));
        inputs.forEach((name, value) -> Collections.addAll(parts, name, value));
        return Fingerprints.ofText(parts.toArray(String[]::new));
    }

    /** {@return what is not as it was when {@code made} was followed, a sentence each; at most five inputs are named, the others counted} */
    public List<String> differencesFrom(Recipe made) {
        List<String> differences = new ArrayList<>();
        if (!stage.equals(made.stage)) {
            differences.add("made by stage %s, now %s".formatted(made.stage, stage));
        }
        if (version != made.version) {
            differences.add("made by version %d of the stage, now %d".formatted(made.version, version));
        }
        for (String name : namesOf(configuration, made.configuration)) {
            String was = made.configuration.getOrDefault(name, "not set");
            String is = configuration.getOrDefault(name, "not set");
            if (!was.equals(is)) {
                differences.add("%s was %s, now %s".formatted(name, was, is));
            }
        }
        List<String> changed = changedInputs(made);
        changed.stream().limit(SHOWN).forEach(differences::add);
        if (changed.size() > SHOWN) {
            differences.add("%d further inputs differ".formatted(changed.size() - SHOWN));
        }
        return differences;
    }

    private List<String> changedInputs(Recipe made) {
        List<String> changed = new ArrayList<>();
        for (String name : namesOf(inputs, made.inputs)) {
            if (!made.inputs.containsKey(name)) {
                changed.add("input %s is new".formatted(name));
            } else if (!inputs.containsKey(name)) {
                changed.add("input %s is gone".formatted(name));
            } else if (!inputs.get(name).equals(made.inputs.get(name))) {
                changed.add("input %s has other content".formatted(name));
            }
        }
        return changed;
    }

    private static SortedSet<String> namesOf(SortedMap<String, String> a, SortedMap<String, String> b) {
        SortedSet<String> names = new TreeSet<>(a.keySet());
        names.addAll(b.keySet());
        return names;
    }
}
