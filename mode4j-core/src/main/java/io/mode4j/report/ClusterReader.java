package io.mode4j.report;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.CenterMap;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.ExpertPriority;
import io.mode4j.cluster.Separation;
import io.mode4j.report.ClusterOverview.Coarse;
import io.mode4j.report.ClusterOverview.Duplicates;
import io.mode4j.report.ClusterOverview.Fitted;
import io.mode4j.report.ClusterOverview.Level;
import io.mode4j.shard.SampleIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gathers from a run directory what its clusters look like. Not thread-safe. */
final class ClusterReader {

    private static final List<String> NEEDED = List.of("index", "clusters", "assignments");

    private final Path run;
    private final Clusters clusters;
    private final Manifest manifest;
    private final Assignments assignments;
    private final long[] sizes;
    private double distances;

    private ClusterReader(Path run) throws IOException {
        this.run = run;
        this.manifest = Manifest.read(run.resolve("clusters"));
        this.clusters = Clusters.read(run.resolve("clusters"));
        this.assignments = Assignments.open(run.resolve("assignments"));
        this.sizes = new long[clusters.fine().count()];
    }

    /** What the clusters of a run look like; nothing without index, clusters and assignments. */
    static Optional<ClusterView> readIfDone(Path run) throws IOException {
        return NEEDED.stream().allMatch(folder -> Files.exists(run.resolve(folder).resolve(Manifest.NAME))) ? Optional.of(read(run))
                : Optional.empty();
    }

    /**
     * What the clusters of a run look like.
     *
     * @throws BadInputException when a stage up to assign has not finished
     */
    static ClusterView read(Path run) throws IOException {
        return new ClusterReader(run).view();
    }

    private ClusterView view() throws IOException {
        SampleIndex index = SampleIndex.open(run.resolve("index"));
        for (int shard = 0; shard < index.shards(); shard++) {
            for (int fine : assignments.read(index.name(shard))) {
                sizes[fine]++;
            }
            for (float distance : assignments.distances(index.name(shard))) {
                distances += distance;
            }
        }
        List<ExpertStory> stories = new StoryReader(run, assignments, clusters, sizes).read();
        return new ClusterView(overview(stories), stories, clusters, sizes, CenterMap.of(clusters.fine(), clusters.distance()));
    }

    private ClusterOverview overview(List<ExpertStory> stories) throws IOException {
        Path embeddings = run.resolve("embeddings");
        Optional<Separation> separation = Files.exists(embeddings.resolve(Manifest.NAME))
                ? Optional.of(Separation.of(embeddings, assignments, clusters, Runtime.getRuntime().availableProcessors()))
                : Optional.empty();
        long pairs = LongStream.of(sizes).sum();
        JsonNode summary = JsonMapper.shared().valueToTree(manifest.summary());
        String hierarchy = manifest.recipe().configuration().getOrDefault("kind", "unknown").toLowerCase(Locale.ROOT);
        return new ClusterOverview(pairs, hierarchy, clusters.distance().name().toLowerCase(Locale.ROOT),
                distances / (double) Math.max(1, pairs),
                separation.map(Separation::points).orElse(0), duplicates(summary),
                level(sizes, fitted(summary.path("fine"), counted(summary)), separation.map(Separation::fine).orElse(null)),
                level(coarseSizes(), fitted(summary.path("coarse"), clusters.fine().count()),
                        separation.map(Separation::coarse).orElse(null)),
                experts(stories, separation, (double) Math.max(1, pairs)));
    }

    private static @Nullable Duplicates duplicates(JsonNode summary) {
        JsonNode found = summary.path("duplicates");
        return found.isMissingNode() ? null
                : new Duplicates(summary.path("sample").asLong(0), found.path("distinct").asLong(0), found.path("largest").asLong(0),
                        found.path("counted_as").asLong(0));
    }

    private static long counted(JsonNode summary) {
        return summary.path("duplicates").path("points").asLong(summary.path("sample").asLong(0));
    }

    private long[] coarseSizes() {
        long[] coarse = new long[clusters.experts()];
        for (int k = 0; k < sizes.length; k++) {
            coarse[clusters.fineToCoarse()[k]] += sizes[k];
        }
        return coarse;
    }

    private static Level level(long[] sizes, @Nullable Fitted fit, @Nullable Double silhouette) {
        double all = (double) LongStream.of(sizes).sum();
        double squares = LongStream.of(sizes).mapToDouble(n -> (double) n * n).sum();
        return new Level(sizes.length, fit, LongStream.of(sizes).min().orElse(0), LongStream.of(sizes).max().orElse(0),
                (int) LongStream.of(sizes).filter(n -> n == 0).count(), all == 0 ? 1 : sizes.length * squares / (all * all), silhouette);
    }

    private static @Nullable Fitted fitted(JsonNode fit, long points) {
        if (fit.isMissingNode()) {
            return null;
        }
        return new Fitted(points, fit.path("smallest").asLong(0), fit.path("largest").asLong(0), fit.path("inertia").asDouble(0),
                fit.path("iterations").asInt(0), fit.has("duality_gap") ? fit.path("duality_gap").asDouble() : null);
    }

    private List<Coarse> experts(List<ExpertStory> stories, Optional<Separation> separation, double pairs) {
        List<ExpertPriority> order = ExpertPriority.of(clusters);
        Coarse[] experts = new Coarse[clusters.experts()];
        for (int place = 0; place < experts.length; place++) {
            ExpertPriority priority = order.get(place);
            int expert = priority.expert();
            ExpertStory story = stories.get(expert);
            experts[expert] = new Coarse(expert, story.pairs(), story.pairs() / pairs,
                    (int) Arrays.stream(clusters.fineToCoarse()).filter(c -> c == expert).count(),
                    separation.map(found -> found.ofCoarse()[expert]).orElse(null), place + 1, priority.meanDistance(), story.words(),
                    story.central().stream().map(ExpertStory.Example::caption).toList());
        }
        return new ArrayList<>(List.of(experts));
    }
}
