package io.mode4j.shard.source;

import io.mode4j.artifact.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds many files of a store by listing their folders: to ask for one takes as long as to list a thousand. Not safe for use by several threads. */
final class Listed {
    private final Map<Path, Map<Path, Path>> folders = new HashMap<>();

    /** {@return what matches in and below a folder, as {@link Glob#find(Path, String)}} */
    List<Path> find(Path folder, String glob) throws IOException {
        if (Places.isLocal(folder) || Glob.isGlob(glob)) {
            return Glob.find(folder, glob);
        }
        Path file = folder.resolve(glob);
        Path parent = file.getParent();
        if (parent == null) {
            return List.of();
        }
        Map<Path, Path> inside = folders.get(parent);
        if (inside == null) {
            inside = new HashMap<>();
            try (Stream<Path> all = Files.list(parent)) {
                for (Path path : all.toList()) {
                    inside.put(path, path);
                }
            }
            folders.put(parent, inside);
        }
        Path there = inside.get(file); // it knows what it is
        return there == null ? List.of() : List.of(there);
    }
}
