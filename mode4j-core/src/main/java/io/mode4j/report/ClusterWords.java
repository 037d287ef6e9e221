package io.mode4j.report;

import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Assignments;
import io.mode4j.embed.ClusteredCaption;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.text.TellingWords;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The words that tell the captions of some fine clusters from all others. Stateless. */
public final class ClusterWords {

    private static final int SHARDS = 32;
    private static final CaptionChoice FIRST = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);

    private ClusterWords() {}

    /**
     * Counts words in {@value #SHARDS} shards at most, spread evenly.
     *
     * @param clusters numbers of fine clusters
     * @param limit    how many words of each, the most telling first
     * @return by number; empty where the run has no index or assignments any more
     */
    public static Map<Integer, List<String>> of(RunDirectory run, Collection<Integer> clusters, int limit) throws IOException {
        if (clusters.isEmpty() || !Stream.of(run.index(), run.assignments()).allMatch(f -> Files.exists(f.resolve(Manifest.NAME)))) {
            return Map.of();
        }
        Map<Integer, Integer> groups = new LinkedHashMap<>();
        clusters.forEach(cluster -> groups.putIfAbsent(cluster, groups.size()));
        TellingWords telling = new TellingWords(groups.size() + 1);
        CaptionChoice captions = ClusteredCaption.read(run.saysEncoder()).orElse(FIRST);
        SampleIndex index = SampleIndex.open(run.index());
        Assignments assignments = Assignments.open(run.assignments());
        for (int shard = 0; shard < index.shards(); shard += Math.max(1, Math.ceilDiv(index.shards(), SHARDS))) {
            int[] fine = assignments.read(index.name(shard));
            List<Sample> samples = index.read(shard);
            for (int row = 0; row < fine.length; row++) {
                telling.add(groups.getOrDefault(fine[row], groups.size()), captions.choose(samples.get(row)));
            }
        }
        Map<Integer, List<String>> words = new HashMap<>();
        groups.forEach((cluster, group) -> words.put(cluster, telling.of(group, limit)));
        return words;
    }
}
