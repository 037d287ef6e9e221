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
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
     *            that look through the index and at the models, each at one
     * @throws BadInputException
     *             if there is no finished index
     */
    public static Trace of(TrainData data, SequencedMap<String, Path> models, Collection<String> keys, int threads) throws IOException {
        return of(data, models, keys, true, threads);
    }

    /**
     * Traces keys in the index of an expert of a run that has grown, which is made of pairs of others: these say where pairs are, and in which cluster.
     *
     * @param data
     *            that it was trained on: that index, all centres, and the assignments of the pairs that arrived with it
     */
    public static Trace ofGrown(TrainData data, String model, Path folder, Collection<String> keys, int threads) throws IOException {
        return of(data, new LinkedHashMap<>(Map.of(model, folder)), keys, false, threads);
    }

    private static Trace of(TrainData data, SequencedMap<String, Path> models, Collection<String> keys, boolean clustered, int threads)
            throws IOException {
        SampleIndex index = SampleIndex.open(data.index());
        Set<String> wanted = new LinkedHashSet<>(keys);
        List<Found> found = KeySearch.find(data.index(), wanted, threads);
        List<Counted> counted = counted(data, List.copyOf(models.sequencedEntrySet()), found, threads);
        Map<Found, TracedPair.Cluster> clusters = clustered ? clusters(index, data, found, threads) : Map.of();
        List<TracedPair> pairs = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Found pair = found.get(i);
            pairs.add(new TracedPair(pair.key(), index.name(pair.shard()), pair.heldOut(), clusters.get(pair), seen(counted, i)));
        }
        wanted.removeAll(found.stream().map(Found::key).collect(Collectors.toSet()));
        return new Trace(List.copyOf(pairs), List.copyOf(wanted), counted.stream().map(Counted::model).toList(), index.packed());
    }

    private static List<Counted> counted(TrainData data, List<Map.Entry<String, Path>> models, List<Found> pairs, int threads)
            throws IOException {
        Counted[] counted = new Counted[models.size()];
        new Workers(threads).each(counted.length,
                model -> counted[model] = TracedModel.of(models.get(model).getKey(), models.get(model).getValue(), data, pairs));
        return List.of(counted);
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

    private static Map<Found, TracedPair.Cluster> clusters(SampleIndex index, TrainData data, List<Found> pairs, int threads)
            throws IOException {
        Map<Found, TracedPair.Cluster> clusters = new ConcurrentHashMap<>();
        if (data.clustering().isEmpty()) {
            return clusters;
        }
        int[] coarse = Clusters.read(data.clustering().get().clusters()).fineToCoarse();
        Assignments assignments = Assignments.open(data.clustering().get().assignments());
        List<List<Found>> byShard = List.copyOf(
                pairs.stream().filter(pair -> !pair.heldOut()).collect(Collectors.groupingBy(Found::shard)).values());
        new Workers(threads).each(byShard.size(), i -> {
            int shard = byShard.get(i).getFirst().shard();
            int[] fine = assignments.read(index.name(shard));
            if (fine.length != index.rows(shard)) {
                throw new BadInputException("shard %s has %d pairs in the index and %d assignments; run assign again"
                        .formatted(index.name(shard), index.rows(shard), fine.length));
            }
            float[] distances = assignments.distances(index.name(shard));
            for (Found pair : byShard.get(i)) {
                int cluster = fine[pair.row()];
                clusters.put(pair, new TracedPair.Cluster(cluster, coarse[cluster], distances[pair.row()]));
            }
        });
        return clusters;
    }
}
