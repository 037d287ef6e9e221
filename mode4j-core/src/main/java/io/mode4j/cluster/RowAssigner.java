package io.mode4j.cluster;

import io.mode4j.artifact.RandomStream;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.points.PointBlock;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.cluster.search.FilteredCenters;
import io.mode4j.cluster.search.NearestCenters;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gives each row of an embedding file its fine cluster: the nearest, or one by chance where the clusters are a random split. */
final class RowAssigner {
    /** A cluster and the distance to its centre for each row. */
    @SuppressWarnings("ArrayRecordComponent") // a result of arrays, shared on purpose; nobody compares these
    record Rows(int[] owners, float[] distances) {}

    private final FilteredCenters centers;
    private final Workers workers;
    private final @Nullable Long randomSeed;
    private final Queue<NearestCenters> idle = new ConcurrentLinkedQueue<>(); // searches of workers that have ended, for those of the next file

    private RowAssigner(FilteredCenters centers, Workers workers, @Nullable Long randomSeed) {
        this.centers = centers;
        this.workers = workers;
        this.randomSeed = randomSeed;
    }

    static RowAssigner of(Store folder, Clusters clusters, long rows, Workers workers) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(folder.local(Clusters.FINE))) {
            Map<String, String> metadata = file.metadata();
            boolean random = ClusterOptions.Kind.RANDOM.name().equals(metadata.get(AssignStage.KIND));
            Long seed = random ? Long.valueOf(metadata.getOrDefault(AssignStage.SEED, "0")) : null;
            return new RowAssigner(new FilteredCenters(new ShiftedCenters(clusters.fine(), clusters.distance()), rows), workers, seed);
        }
    }

    static RowAssigner nearest(FilteredCenters centers, Workers workers) {
        return new RowAssigner(centers, workers, null);
    }

    int fineCenters() {
        return centers.centers().count();
    }

    int dim() {
        return centers.centers().dim();
    }

    Rows assign(String name, Points points) {
        Rows rows = new Rows(new int[points.size()], new float[points.size()]);
        int @Nullable [] drawn = randomSeed == null ? null : draw(RandomStream.of(randomSeed, "random split", name), points.size());
        Queue<NearestCenters> used = new ConcurrentLinkedQueue<>();
        workers.forEach(Math.ceilDiv(points.size(), PointBlock.SIZE), () -> {
            NearestCenters search = Objects.requireNonNullElseGet(idle.poll(), () -> new NearestCenters(centers));
            used.add(search);
            return piece -> {
                int from = piece * PointBlock.SIZE;
                int size = Math.min(PointBlock.SIZE, points.size() - from);
                int[] nearest = search.find(points, from, size);
                for (int p = 0; p < size; p++) {
                    int owner = drawn == null ? nearest[p] : drawn[from + p];
                    rows.owners()[from + p] = owner;
                    rows.distances()[from + p] = (float) search.distance(p, owner);
                }
            };
        });
        idle.addAll(used);
        return rows;
    }

    private int[] draw(RandomGenerator random, int count) {
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = random.nextInt(centers.centers().count());
        }
        return drawn;
    }
}
