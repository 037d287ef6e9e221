package io.mode4j.report;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.embed.ClusteredCaption;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.report.ExpertContents.FineContents;
import io.mode4j.report.NearestPairs.Candidate;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.text.TellingWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds out what the clusters are about, by the captions that were clustered: sizes from all assignments, words and examples from {@value #SHARDS} shards at most, spread evenly. Holds the words of these
 * shards and a few candidates per cluster. Not thread-safe.
 */
final class ExpertContentsReader {

    private static final int SHARDS = 32;
    private static final int ALL_CLUSTERS = 64;
    private static final int FEWEST = 4;
    private static final int MOST = 12;
    private static final int EXAMPLES = 8;
    private static final CaptionChoice FIRST = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);

    private final Path embeddings;
    private final CaptionChoice captions;
    private final SampleIndex index;
    private final Assignments assignments;
    private final Clusters clusters;
    private final long[] sizes;
    private final int perExpert;
    private final NearestPairs ofFine = new NearestPairs();
    private final NearestPairs ofCoarse = new NearestPairs();
    private final Map<Integer, Integer> wordGroups = new HashMap<>();
    private final TellingWords ofExperts;
    private final TellingWords ofClusters;

    /** {@code sizes} are the pairs of each fine cluster. */
    ExpertContentsReader(RunDirectory run, Assignments assignments, Clusters clusters, long[] sizes) throws IOException {
        this.embeddings = run.embeddings();
        this.captions = ClusteredCaption.read(run.saysEncoder()).orElse(FIRST);
        this.index = SampleIndex.open(run.index());
        this.assignments = assignments;
        this.clusters = clusters;
        this.sizes = sizes;
        this.perExpert = Math.clamp(ALL_CLUSTERS / clusters.experts(), FEWEST, MOST);
        this.ofExperts = new TellingWords(clusters.experts());
        this.ofClusters = new TellingWords(clusters.experts() * perExpert + 1);
    }

    /** The contents of all experts. */
    List<ExpertContents> read() throws IOException {
        List<List<Integer>> chosen = IntStream.range(0, clusters.experts()).mapToObj(this::largest).toList();
        chosen.forEach(ofExpert -> ofExpert.forEach(fine -> wordGroups.put(fine, wordGroups.size())));
        int step = Math.max(1, Math.ceilDiv(index.shards(), SHARDS));
        for (int shard = 0; shard < index.shards(); shard += step) {
            look(shard);
        }
        List<ExpertContents> contents = new ArrayList<>();
        try (ShardImages images = new ShardImages(index)) {
            for (int expert = 0; expert < clusters.experts(); expert++) {
                List<FineContents> fine = new ArrayList<>();
                for (int cluster : chosen.get(expert)) {
                    fine.add(new FineContents(cluster, sizes[cluster], ofClusters.of(wordGroups.getOrDefault(cluster, 0), 5),
                            ofFine.examples(cluster, EXAMPLES, images)));
                }
                contents.add(
                        new ExpertContents(expert, pairs(expert), ofExperts.of(expert, 12), ofCoarse.examples(expert, EXAMPLES, images),
                                fine));
            }
        }
        return contents;
    }

    private List<Integer> largest(int expert) {
        return IntStream.range(0, sizes.length)
                .filter(fine -> clusters.fineToCoarse()[fine] == expert && sizes[fine] > 0)
                .boxed()
                .sorted(Comparator.comparingLong((Integer fine) -> -sizes[fine]))
                .limit(perExpert)
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
        int others = clusters.experts() * perExpert;
        for (int row = 0; row < fine.length; row++) {
            String caption = captions.choose(samples.get(row));
            ofExperts.add(clusters.fineToCoarse()[fine[row]], caption);
            ofClusters.add(wordGroups.getOrDefault(fine[row], others), caption);
            if (wordGroups.containsKey(fine[row])) {
                ofFine.offer(fine[row], new Candidate(shard, samples.get(row), caption, distances[row]));
            }
        }
        lookAtCoarse(shard, Arrays.stream(fine).map(k -> clusters.fineToCoarse()[k]).toArray(), samples);
    }

    /** The distances to coarse centres are in no file. */
    private void lookAtCoarse(int shard, int[] coarse, List<Sample> samples) throws IOException {
        Path file = embeddings.resolve(index.name(shard) + ".npy");
        if (!Files.exists(file)) {
            return;
        }
        try (NpyMatrix matrix = Npy.openMatrix(file)) {
            float[] row = new float[matrix.dim()];
            for (int r = 0; r < coarse.length; r++) {
                matrix.row(r, row);
                double distance = clusters.distance().between(row, 0, clusters.coarse().values(), coarse[r] * row.length, row.length);
                ofCoarse.offerCaption(coarse[r], new Candidate(shard, samples.get(r), captions.choose(samples.get(r)), distance));
            }
        }
    }
}
