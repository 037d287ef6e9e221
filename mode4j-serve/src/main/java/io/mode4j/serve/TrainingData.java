package io.mode4j.serve;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Clusters;
import io.mode4j.mixture.ModeClassifier;
import io.mode4j.mixture.NearestCenter;
import io.mode4j.report.ClusterMap;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the training data of a run are about, and what of them a label is like. Read from the run when it is first asked for. Safe for use by many threads. */
final class TrainingData {
    private final Optional<RunDirectory> run;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Known known; // guarded by the lock

    /** What is read of a run. */
    private record Known(Optional<Clusters> centers, Optional<ClusterMap> map) {}

    TrainingData(ModelSource source) {
        this.run = source.clusters();
    }

    private Known known() throws IOException {
        lock.lock();
        try {
            if (known == null) {
                Optional<ClusterMap> map = run.isEmpty() ? Optional.empty() : ClusterMap.readIfDone(run.get());
                known = new Known(
                        map.isEmpty() ? Optional.empty() : Optional.of(Clusters.read(run.get().clusters()).forTexts(run.get().clusters())),
                        map);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** The fine clusters on a plane; nothing where what is served is no run, or has no clusters any more. */
    Optional<ClusterMap> map() throws IOException {
        return known().map;
    }

    /** How much each expert counts, and what each label is most like. */
    Map<String, Object> why(ModeClassifier mixture) throws IOException {
        Map<String, Float> weights = new LinkedHashMap<>();
        float[] each = mixture.weights();
        for (int e = 0; e < each.length; e++) {
            weights.put(mixture.experts().get(e), each[e]);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("weights", weights);
        Known there = known();
        all.put("nearest", mixture.nearest().stream().map(nearest -> described(nearest, there)).toList());
        return all;
    }

    private static Map<String, Object> described(NearestCenter nearest, Known there) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("label", nearest.label());
        all.put("expert", nearest.expert());
        all.put("distance", nearest.distance());
        OptionalInt number = there.centers.map(nearest::number).orElse(OptionalInt.empty());
        if (number.isPresent()) { // an expert that came later has clusters of its own
            all.put("cluster", number.getAsInt());
            all.put("words", there.map.map(map -> map.clusters().get(number.getAsInt()).words()).orElse(List.of()));
        }
        return all;
    }
}
