package io.mode4j.report;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.measure.CenterMap;
import io.mode4j.cluster.measure.ExpertPriority;
import io.mode4j.cluster.measure.Separation;
import io.mode4j.report.ClusterOverview.Coarse;
import io.mode4j.report.ClusterOverview.Duplicates;
import io.mode4j.report.ClusterOverview.Fitted;
import io.mode4j.report.ClusterOverview.Level;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gathers from a run directory what its clusters look like. Not thread-safe. */
final class ClusterReader {

    private final RunDirectory run;
    private final Clusters clusters;
    private final Manifest manifest;
    private final Assignments assignments;
    private final long[] sizes;
    private double distances;

    private ClusterReader(RunDirectory run) throws IOException {
        this.run = run;
        this.manifest = Manifest.read(run.clusters());
        this.clusters = Clusters.read(run.clusters());
        this.assignments = Assignments.open(run.assignments());
        this.sizes = new long[clusters.fine().count()];
    }

    /** What the clusters of a run look like; nothing without index, clusters and assignments. */
    static Optional<ClusterView> readIfDone(RunDirectory run) throws IOException {
        return Stream.of(run.index(), run.clusters(), run.assignments())
                .allMatch(folder -> Files.exists(folder.resolve(Manifest.NAME))) ? Optional.of(read(run))
                        : Optional.empty();
    }

    /**
     * What the clusters of a run look like.
     *
     * @throws BadInputException when a stage up to assign has not finished
     */
    static ClusterView read(RunDirectory run) throws IOException {
        return new ClusterReader(run).view();
    }

    private ClusterView view() throws IOException {
        SampleIndex index = SampleIndex.open(run.index());
        for (int shard = 0; shard < index.shards(); shard++) {
            for (int fine : assignments.read(index.name(shard))) {
                sizes[fine]++;
            }
            for (float distance : assignments.distances(index.name(shard))) {
                distances += distance;
            }
        }
        List<ExpertContents> contents = new ExpertContentsReader(run, assignments, clusters, sizes).read();
        return new ClusterView(overview(contents), contents, clusters, sizes, CenterMap.of(clusters.fine(), clusters.distance()));
    }

    private ClusterOverview overview(List<ExpertContents> contents) throws IOException {
        Path embeddings = run.embeddings();
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
                experts(contents, separation, (double) Math.max(1, pairs)));
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

    private List<Coarse> experts(List<ExpertContents> contents, Optional<Separation> separation, double pairs) {
        List<ExpertPriority> order = ExpertPriority.of(clusters);
        Coarse[] experts = new Coarse[clusters.experts()];
        for (int place = 0; place < experts.length; place++) {
            ExpertPriority priority = order.get(place);
            int expert = priority.expert();
            ExpertContents found = contents.get(expert);
            experts[expert] = new Coarse(expert, found.pairs(), found.pairs() / pairs,
                    (int) Arrays.stream(clusters.fineToCoarse()).filter(c -> c == expert).count(),
                    separation.map(means -> means.ofCoarse()[expert]).orElse(null), place + 1, priority.meanDistance(), found.words(),
                    found.central().stream().map(ExpertContents.Example::caption).toList());
        }
        return new ArrayList<>(List.of(experts));
    }
}
