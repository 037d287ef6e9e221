package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Model folders named on a command line, and what they are called in tables. Stateless. */
final class ModelFolders {
    private ModelFolders() {}

    /**
     * The folders by name: the end of each path that tells it from the others.
     *
     * @param given folders, and files with a folder a line
     * @throws BadInputException if one is no model folder, or is named twice
     */
    static SequencedMap<String, Path> named(List<Path> given) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Path one : given) {
            if (Files.isRegularFile(one)) {
                TextLines.filled(one).forEach(line -> folders.add(Path.of(line)));
            } else {
                folders.add(one);
            }
        }
        SequencedMap<String, Path> named = new LinkedHashMap<>();
        for (Path folder : folders) {
            if (!Files.isRegularFile(folder.resolve(ClipCheckpoint.CONFIG))) {
                throw new BadInputException(
                        "%s: expected a model folder with weights and %s, found none (mode4j convert makes one of a checkpoint)"
                                .formatted(folder, ClipCheckpoint.CONFIG));
            }
            if (named.putIfAbsent(name(folder, folders), folder) != null) {
                throw new BadInputException(folder + ": expected every model once, found it twice");
            }
        }
        return named;
    }

    private static String name(Path folder, List<Path> all) {
        Path whole = folder.toAbsolutePath().normalize();
        for (int parts = 1; parts < whole.getNameCount(); parts++) {
            Path end = whole.subpath(whole.getNameCount() - parts, whole.getNameCount());
            if (all.stream().filter(other -> other.toAbsolutePath().normalize().endsWith(end)).count() == 1) {
                return words(end);
            }
        }
        return words(whole);
    }

    /** Names become folders. */
    private static String words(Path end) {
        return end.toString().replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
    }
}
