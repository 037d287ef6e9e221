package io.mode4j.trace;

import io.mode4j.artifact.Manifest;
import io.mode4j.train.Seen;
import io.mode4j.train.Sightings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A finished model, and which of the keys that were traced it may have learned from: by itself, or by the versions of it that it went on from. What the seed saw is not counted with those that continue it.
 *
 * @param name           of the model
 * @param folder         where it is
 * @param keys           of pairs that it may have seen
 * @param beganElsewhere whether its weights began as those of a model that the run has not made
 * @param untraced       why it is not known what else it saw; null where all is known
 */
public record Witness(String name, Path folder, SortedSet<String> keys, boolean beganElsewhere, @Nullable String untraced) {

    /** {@return whether it may have seen a pair of these keys} */
    public boolean maySee() {
        return untraced != null || !keys.isEmpty();
    }

    /** {@return every model that was traced, those that others went on from before these} */
    public static List<Witness> of(RunTrace run) throws IOException {
        List<Witness> all = new ArrayList<>();
        Map<String, Witness> byFingerprint = new HashMap<>();
        for (RunTrace.Part part : run.parts()) {
            for (TracedModel model : part.trace().models()) {
                Path folder = Objects.requireNonNull(part.models().get(model.name()));
                Witness own = new Witness(model.name(), folder, keys(part.trace(), model.name()),
                        part.of().isEmpty() && model.beganElsewhere(), model.untraced());
                Witness witness = part.of().isEmpty() || model.untraced() != null ? own : own.after(byFingerprint);
                byFingerprint.put(Manifest.read(folder).fingerprint(), witness);
                all.add(witness);
            }
        }
        return all;
    }

    private static SortedSet<String> keys(Trace trace, String model) {
        SortedSet<String> keys = new TreeSet<>();
        for (TracedPair pair : trace.pairs()) {
            if (pair.seen().getOrDefault(model, Seen.NEVER).most() > 0) {
                keys.add(pair.key());
            }
        }
        return keys;
    }

    /** With what the version saw that it went on from, if there is one. */
    private Witness after(Map<String, Witness> known) throws IOException {
        String before = Sightings.open(folder).given().orElse(null);
        if (before == null) {
            return this;
        }
        Witness version = known.get(before);
        if (version == null) {
            return new Witness(name, folder, keys, true, "it goes on from a model that is not here");
        }
        SortedSet<String> all = new TreeSet<>(keys);
        all.addAll(version.keys);
        return new Witness(name, folder, all, version.beganElsewhere, version.untraced);
    }
}
