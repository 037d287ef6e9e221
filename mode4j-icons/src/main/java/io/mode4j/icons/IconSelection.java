package io.mode4j.icons;

import io.mode4j.artifact.Fingerprints;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Which icons of a set are drawn, and their words, decided by names alone.
 *
 * @param set the set
 * @param words icon name to its words, in file order
 * @param skipped how many were left out, by cause
 */
record IconSelection(IconSet set, SequencedMap<String, IconWords> words, Map<Skip, Integer> skipped) {
    /**
     * Selects from a set.
     *
     * @param heldOut whether names must be unique, so that a name means one picture
     */
    static IconSelection of(IconSet set, IconsOptions options, boolean heldOut) {
        var wording = new Wording(set);
        var words = new LinkedHashMap<String, IconWords>();
        var skipped = new LinkedHashMap<Skip, Integer>();
        Set<String> names = new HashSet<>();
        for (String icon : set.icons()) {
            var said = wording.of(icon);
            if (wording.style().equals(Wording.EMOJI) && SkinTones.variant(icon, set.icons())) {
                skipped.merge(Skip.SKIN_TONE, 1, Integer::sum);
            } else if (said.isEmpty()) {
                skipped.merge(Skip.UNNAMED, 1, Integer::sum);
            } else if (!names.add(said.get().name()) && heldOut) {
                skipped.merge(Skip.SAME_NAME, 1, Integer::sum);
            } else {
                words.put(icon, said.get());
            }
        }
        limit(words, options);
        return new IconSelection(set, words, skipped);
    }

    /** Keeps the icons whose names come first in a random order of all names, so that limited sets tend to show the same things. */
    private static void limit(SequencedMap<String, IconWords> words, IconsOptions options) {
        Set<String> kept = new LinkedHashSet<>();
        words.entrySet()
                .stream()
                .sorted(Comparator.comparing(entry -> rank(options.seed(), entry.getValue().name())))
                .limit(options.limitPerSet())
                .forEach(entry -> kept.add(entry.getKey()));
        words.keySet().retainAll(kept);
    }

    /** A text by which names sort in a random order that depends on the seed only. */
    static String rank(long seed, String name) {
        return Fingerprints.ofText(Long.toString(seed), name);
    }
}
