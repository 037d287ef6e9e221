package io.mode4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which words tell a group of captions from all captions: those that contribute most to the divergence of the group's words from everyone's,
 * {@code p_g log(p_g / p)}, p being the share of captions that hold the word. Not thread-safe.
 */
public final class TellingWords {

    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int SHORTEST = 3;
    /** Words that tell nothing, wherever they are more frequent. */
    private static final Set<String> LITTLE = Set.of("and", "are", "but", "for", "from", "into", "its", "not", "such", "that", "the",
            "their",
            "then", "there", "these", "they", "this", "was", "were", "will", "with");

    private final int groups;
    private final Map<String, int[]> captionsWith = new HashMap<>();
    private final long[] captions;
    private long all;

    /** Groups are numbered from 0. */
    public TellingWords(int groups) {
        this.groups = groups;
        this.captions = new long[groups];
    }

    /** Counts a caption of a group. */
    public void add(int group, String caption) {
        captions[group]++;
        all++;
        Set<String> words = BETWEEN.splitAsStream(caption.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() >= SHORTEST && !LITTLE.contains(word))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String word : words) {
            captionsWith.computeIfAbsent(word, _ -> new int[groups])[group]++;
        }
    }

    /** The most telling words of a group, at most {@code limit}. */
    public List<String> of(int group, int limit) {
        List<Map.Entry<String, Double>> scored = new ArrayList<>();
        captionsWith.forEach((word, counts) -> {
            double share = (double) counts[group] / Math.max(1, captions[group]);
            double ofAll = (double) Arrays.stream(counts).asLongStream().sum() / all;
            if (counts[group] > 1 && share > ofAll) {
                scored.add(Map.entry(word, share * Math.log(share / ofAll)));
            }
        });
        return scored.stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()).thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }
}
