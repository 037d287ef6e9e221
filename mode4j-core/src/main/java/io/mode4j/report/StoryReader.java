package io.mode4j.report;

import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.image.Images;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.report.ExpertStory.Example;
import io.mode4j.report.ExpertStory.FineStory;
import io.mode4j.shard.Sample;
import io.mode4j.shard.SampleIndex;
import io.mode4j.shard.ShardImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Finds out what the clusters are about: sizes from all assignments, words and examples from {@value #SHARDS} shards at most, spread evenly. Holds the words of these
 * shards and a few candidates per cluster. Not thread-safe.
 */
final class StoryReader {

    private static final int SHARDS = 32;
    private static final int CLUSTERS = 4;
    private static final int EXAMPLES = 8;
    private static final int CANDIDATES = 48;
    private static final int THUMBNAIL = 64;

    private final SampleIndex index;
    private final Assignments assignments;
    private final Clusters clusters;
    private final long[] sizes;
    private final Map<Integer, PriorityQueue<Candidate>> nearest = new HashMap<>();
    private final Map<Integer, Integer> wordGroups = new HashMap<>();
    private final TellingWords ofExperts;
    private final TellingWords ofClusters;

    private StoryReader(SampleIndex index, Assignments assignments, Clusters clusters) {
        this.index = index;
        this.assignments = assignments;
        this.clusters = clusters;
        this.sizes = new long[clusters.fine().count()];
        this.ofExperts = new TellingWords(clusters.experts());
        this.ofClusters = new TellingWords(clusters.experts() * CLUSTERS + 1);
    }

    /** A pair near a centre. */
    private record Candidate(int shard, Sample sample, float distance) {}

    /** The stories of a run's experts; none without clusters, assignments and index. */
    static List<ExpertStory> read(Path run) throws IOException {
        for (String folder : List.of("index", "clusters", "assignments")) {
            if (!Files.exists(run.resolve(folder).resolve("manifest.json"))) {
                return List.of();
            }
        }
        return new StoryReader(SampleIndex.open(run.resolve("index")), Assignments.open(run.resolve("assignments")),
                Clusters.read(run.resolve("clusters")))
                .stories();
    }

    private List<ExpertStory> stories() throws IOException {
        for (int shard = 0; shard < index.shards(); shard++) {
            for (int fine : assignments.read(index.name(shard))) {
                sizes[fine]++;
            }
        }
        List<List<Integer>> chosen = IntStream.range(0, clusters.experts()).mapToObj(this::largest).toList();
        chosen.forEach(ofExpert -> ofExpert.forEach(fine -> wordGroups.put(fine, wordGroups.size())));
        int step = Math.max(1, Math.ceilDiv(index.shards(), SHARDS));
        for (int shard = 0; shard < index.shards(); shard += step) {
            look(shard);
        }
        List<ExpertStory> stories = new ArrayList<>();
        try (ShardImages images = new ShardImages(index)) {
            for (int expert = 0; expert < clusters.experts(); expert++) {
                List<FineStory> fine = new ArrayList<>();
                for (int cluster : chosen.get(expert)) {
                    fine.add(new FineStory(cluster, sizes[cluster], ofClusters.of(wordGroups.getOrDefault(cluster, 0), 5),
                            examples(cluster, images)));
                }
                stories.add(new ExpertStory(expert, pairs(expert), ofExperts.of(expert, 12), fine));
            }
        }
        return stories;
    }

    private List<Integer> largest(int expert) {
        return IntStream.range(0, sizes.length)
                .filter(fine -> clusters.fineToCoarse()[fine] == expert && sizes[fine] > 0)
                .boxed()
                .sorted(Comparator.comparingLong((Integer fine) -> -sizes[fine]))
                .limit(CLUSTERS)
                .toList();
    }

    private long pairs(int expert) {
        return IntStream.range(0, sizes.length)
                .filter(fine -> clusters.fineToCoarse()[fine] == expert)
                .mapToLong(fine -> sizes[fine])
                .sum();
    }

    private void look(int shard) throws IOException {
        int[] fine = assignments.read(index.name(shard));
        float[] distances = assignments.distances(index.name(shard));
        List<Sample> samples = index.read(shard);
        int others = clusters.experts() * CLUSTERS;
        for (int row = 0; row < fine.length; row++) {
            String caption = samples.get(row).captions().getFirst();
            ofExperts.add(clusters.fineToCoarse()[fine[row]], caption);
            ofClusters.add(wordGroups.getOrDefault(fine[row], others), caption);
            if (wordGroups.containsKey(fine[row])) {
                PriorityQueue<Candidate> queue = nearest.computeIfAbsent(fine[row],
                        _ -> new PriorityQueue<>(Comparator.comparingDouble((Candidate candidate) -> -candidate.distance)));
                queue.add(new Candidate(shard, samples.get(row), distances[row]));
                if (queue.size() > CANDIDATES) {
                    queue.remove();
                }
            }
        }
    }

    private List<Example> examples(int cluster, ShardImages images) throws IOException {
        List<Candidate> candidates = new ArrayList<>(nearest.getOrDefault(cluster, new PriorityQueue<>()));
        candidates.sort(Comparator.comparingDouble(Candidate::distance));
        // different captions first: the pairs nearest to a centre often share one
        List<String> captions = candidates.stream().map(candidate -> candidate.sample.captions().getFirst()).toList();
        List<Integer> order = IntStream.range(0, candidates.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> captions.indexOf(captions.get(i)) != i))
                .toList();
        List<Example> examples = new ArrayList<>();
        for (int i : order) {
            if (examples.size() < EXAMPLES) {
                thumbnail(candidates.get(i), images).ifPresent(picture -> examples.add(new Example(captions.get(i), picture)));
            }
        }
        return examples;
    }

    private static Optional<String> thumbnail(Candidate candidate, ShardImages images) throws IOException {
        Sample sample = candidate.sample;
        try {
            byte[] encoded = images.read(candidate.shard, sample.imageOffset(), sample.imageLength());
            return Optional.of(Thumbnails.dataUri(Images.decode(encoded, THUMBNAIL), THUMBNAIL));
        } catch (UndecodableImageException e) {
            return Optional.empty(); // the training counted it already
        }
    }
}
