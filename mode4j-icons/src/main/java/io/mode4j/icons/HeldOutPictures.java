package io.mode4j.icons;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What is known about the held-out pictures: identical and nearly identical ones are kept out of the training
 * pictures. Holds a few dozen bytes a
 * held-out picture. For use by one thread.
 */
final class HeldOutPictures {
    private record Kept(String set, IconWords words, Look look) {}

    private final List<Kept> kept = new ArrayList<>();
    private final Set<Look.Pixels> pixels = new HashSet<>();
    private final Set<String> trainingNames = new HashSet<>();
    private final BitSet near = new BitSet();

    /** Takes a held-out picture unless one with the same pixels was taken before. */
    boolean add(Drawing.Picture picture) {
        boolean first = pixels.add(picture.look().pixels());
        if (first) {
            kept.add(new Kept(picture.set(), picture.words(), picture.look()));
        }
        return first;
    }

    /** Whether a training picture has the pixels of a held-out one. */
    boolean contains(Look look) {
        return pixels.contains(look.pixels());
    }

    /** Whether a training picture is nearly a copy of a held-out one, which is then remembered. */
    boolean lookalike(Look look) {
        boolean found = false;
        for (int i = 0; i < kept.size(); i++) {
            if (kept.get(i).look().near(look)) {
                near.set(i);
                found = true;
            }
        }
        return found;
    }

    /** Notes what a training picture is called. */
    void learned(IconWords training) {
        trainingNames.add(training.name());
    }

    /** Whether some training picture is called so. */
    boolean isLearned(String name) {
        return trainingNames.contains(name);
    }

    /** The words of the held-out pictures, by set. */
    SequencedMap<String, List<IconWords>> words() {
        var words = new LinkedHashMap<String, List<IconWords>>();
        kept.forEach(one -> words.computeIfAbsent(one.set(), set -> new ArrayList<>()).add(one.words()));
        return words;
    }

    /** How many held-out pictures some training picture was nearly a copy of, by set. */
    Map<String, Integer> nearDuplicates() {
        var counts = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < kept.size(); i++) {
            counts.merge(kept.get(i).set(), near.get(i) ? 1 : 0, Integer::sum);
        }
        return counts;
    }

    /** How many held-out pictures have a name that some training picture has, by set. */
    Map<String, Integer> knownNames() {
        var counts = new LinkedHashMap<String, Integer>();
        kept.forEach(one -> counts.merge(one.set(), isLearned(one.words().name()) ? 1 : 0, Integer::sum));
        return counts;
    }
}
