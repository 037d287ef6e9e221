package io.mode4j.search;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.ensemble.Experts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What tells the vectors of one model, or mixture, from those of another. Stateless. */
public final class SpaceFingerprint {
    private static final List<String> READ = List.of(".safetensors", "open_clip_config.json");

    private SpaceFingerprint() {}

    /** {@return that of a model folder: by its configuration, and by samples of its weights, so that it takes milliseconds} */
    public static String ofModel(Path folder) throws IOException {
        List<String> parts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(SpaceFingerprint::isRead).sorted().toList()) {
                parts.add(file.getFileName() + " " + Fingerprints.sampled(file));
            }
        }
        return Fingerprints.ofText(parts.toArray(String[]::new));
    }

    private static boolean isRead(Path file) {
        return READ.stream().anyMatch(String.valueOf(file.getFileName())::endsWith);
    }

    /**
     * {@return that of a run's experts, side by side: by the model of each, and the encoder that weighs them}
     *
     * @param run   of which generation
     * @param names of the experts, in the order of their parts
     */
    public static String ofRun(RunDirectory run, List<String> names) throws IOException {
        Map<String, Path> folders = run.trainedExperts();
        Experts experts = Experts.read(run);
        List<String> parts = new ArrayList<>();
        for (String name : names) {
            parts.add(name + " " + ofModel(Objects.requireNonNull(folders.get(name))) + " "
                    + Objects.requireNonNull(experts.byName().get(name)).encoder());
        }
        return Fingerprints.ofText(parts.toArray(String[]::new));
    }
}
