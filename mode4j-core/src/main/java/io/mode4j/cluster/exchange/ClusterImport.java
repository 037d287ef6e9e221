package io.mode4j.cluster.exchange;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.AssignStage;
import io.mode4j.cluster.ClusterStage;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a cluster folder from centres of another program, in place of {@link ClusterStage}: the reference's {@code F1024.pth} ({@code center}
 * {@code [m, D]}) and {@code F1024-C4.pth} ({@code coarse} {@code [n, D]}, {@code assign} {@code [m]} int64), safetensors with these names or
 * ours, or {@code .npy} files. Sizes and mean distances, which these do not have, are 0. Not thread-safe.
 */
public final class ClusterImport {
    static final String IMPORTED = "IMPORTED";

    private final FileLayer files;
    private final Distance distance;

    /** An import of centres for this distance, which the files do not tell. */
    public ClusterImport(FileLayer files, Distance distance) {
        this.files = files;
        this.distance = distance;
    }

    /**
     * Imports, or does nothing when that is done.
     *
     * @param fine file of the fine centres
     * @param coarse file of the coarse centres, and of the map unless it is {@code .npy}
     * @param map file of the coarse cluster of each fine centre; null when {@code coarse} has it
     * @param folder receives fine.safetensors, coarse.safetensors and manifest.json
     * @throws BadInputException if the files hold something else, or do not fit together; the message names the file
     */
    public Manifest run(Path fine, Path coarse, @Nullable Path map, Path folder) throws IOException {
        if (map == null && CenterFile.isNpy(coarse)) {
            throw new BadInputException(coarse + " holds one array, the coarse centres; give the file of the map too (option map)");
        }
        TreeMap<String, String> inputs = new TreeMap<>(Map.of("fine", Fingerprints.ofFile(fine), "coarse", Fingerprints.ofFile(coarse)));
        if (map != null) {
            inputs.put("map", Fingerprints.ofFile(map));
        }
        TreeMap<String, String> configuration = new TreeMap<>(Map.of("kind", IMPORTED, "distance", distance.name()));
        Recipe recipe = new Recipe("cluster", ClusterStage.VERSION, configuration, inputs);
        Clusters clusters = read(fine, coarse, map, distance);
        try (StageFolder stage = StageFolder.of(files, folder, recipe)) {
            if (!stage.begin()) {
                return Manifest.read(folder);
            }
            clusters.write(Store.of(files, folder), new TreeMap<>(Map.of(AssignStage.KIND, IMPORTED)));
            return stage.finish(summary(clusters));
        }
    }

    private static Map<String, Object> summary(Clusters clusters) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("fine_centers", clusters.fine().count());
        summary.put("coarse_clusters", clusters.experts());
        summary.put("dim", clusters.fine().dim());
        return summary;
    }

    /**
     * Reads centres of another program, and writes nothing.
     *
     * @param distance between embeddings and these centres
     * @throws BadInputException as {@link #run}
     */
    public static Clusters read(Path fine, Path coarse, @Nullable Path map, Distance distance) throws IOException {
        try (CenterFile lower = CenterFile.open(fine); CenterFile upper = CenterFile.open(coarse)) {
            Centers centers = lower.centers("center", "centers");
            Centers above = upper.centers("coarse", "centers", "center");
            int[] owners = map == null ? map(coarse, upper) : map(map);
            return new Clusters(centers, new long[centers.count()], new float[centers.count()], above, owners, distance);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new BadInputException("%s and %s do not fit together: %s".formatted(fine, coarse, e.getMessage()), e);
        }
    }

    private static int[] map(Path file) throws IOException {
        try (CenterFile opened = CenterFile.open(file)) {
            return map(file, opened);
        }
    }

    private static int[] map(Path file, CenterFile opened) throws BadInputException {
        return opened.map("assign", "fine_to_coarse")
                .orElseThrow(() -> new BadInputException(
                        file + ": expected the coarse cluster of each fine centre, named assign or fine_to_coarse; give the file that has it (option map)"));
    }
}
