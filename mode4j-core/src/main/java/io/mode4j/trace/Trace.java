package io.mode4j.trace;

import io.mode4j.artifact.BadInputException;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.shard.index.KeySearch.Found;
import io.mode4j.shard.index.KeySearch;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.trace.TracedModel.Counted;
import io.mode4j.train.Seen;
import io.mode4j.train.TrainData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whose data is in which model: where the pairs of some keys are, and how often each model saw them.
 *
 * @param pairs
 *            of the keys, in their order; a key may be in several shards
 * @param unknown
 *            keys that no pair has
 * @param models
 *            all finished models
 * @param onlyOf
 *            where the index has a share of the data set alone, that in words: other pairs are unknown there
 */
public record Trace(List<TracedPair> pairs, List<String> unknown, List<TracedModel> models, Optional<String> onlyOf) {

    /**
     * Traces keys.
     *
     * @param data
     *            that the models were trained on, with clusters where there are some; which captions it chooses does not matter
     * @param models
     *            folders of finished models by name
     * @param keys
     *            in any order; one that is there twice counts once
     * @param threads
     *            that look through the index
     * @throws BadInputException
     *             if there is no finished index
     */
    public static Trace of(TrainData data, SequencedMap<String, Path> models, Collection<String> keys, int threads) throws IOException {
        SampleIndex index = SampleIndex.open(data.index());
        Set<String> wanted = new LinkedHashSet<>(keys);
        List<Found> found = KeySearch.find(data.index(), wanted, threads);
        List<Counted> counted = new ArrayList<>();
        for (Map.Entry<String, Path> model : models.entrySet()) {
            counted.add(TracedModel.of(model.getKey(), model.getValue(), data, found));
        }
        Map<Found, TracedPair.Cluster> clusters = clusters(index, data, found);
        List<TracedPair> pairs = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Found pair = found.get(i);
            pairs.add(new TracedPair(pair.key(), index.name(pair.shard()), pair.heldOut(), clusters.get(pair), seen(counted, i)));
        }
        wanted.removeAll(found.stream().map(Found::key).collect(Collectors.toSet()));
        return new Trace(List.copyOf(pairs), List.copyOf(wanted), counted.stream().map(Counted::model).toList(), index.packed());
    }

    private static SequencedMap<String, Seen> seen(List<Counted> counted, int pair) {
        SequencedMap<String, Seen> seen = new LinkedHashMap<>();
        for (Counted model : counted) {
            if (model.model().untraced() == null) {
                seen.put(model.model().name(), model.seen().get(pair));
            }
        }
        return seen;
    }

    private static Map<Found, TracedPair.Cluster> clusters(SampleIndex index, TrainData data, List<Found> pairs) throws IOException {
        Map<Found, TracedPair.Cluster> clusters = new HashMap<>();
        if (data.clustering().isEmpty()) {
            return clusters;
        }
        int[] coarse = Clusters.read(data.clustering().get().clusters()).fineToCoarse();
        Assignments assignments = Assignments.open(data.clustering().get().assignments());
        Map<Integer, List<Found>> byShard = pairs.stream().filter(pair -> !pair.heldOut()).collect(Collectors.groupingBy(Found::shard));
        for (Map.Entry<Integer, List<Found>> shard : byShard.entrySet()) {
            String name = index.name(shard.getKey());
            int[] fine = assignments.read(name);
            float[] distances = assignments.distances(name);
            if (fine.length != index.rows(shard.getKey())) {
                throw new BadInputException("shard %s has %d pairs in the index and %d assignments; run assign again".formatted(name,
                        index.rows(shard.getKey()), fine.length));
            }
            for (Found pair : shard.getValue()) {
                int cluster = fine[pair.row()];
                clusters.put(pair, new TracedPair.Cluster(cluster, coarse[cluster], distances[pair.row()]));
            }
        }
        return clusters;
    }
}
