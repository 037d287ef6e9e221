package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A copy of a folder with all that is in it, for tests that change what others share. */
public final class FolderCopy {
    private FolderCopy() {}

    /**
     * Copies a folder.
     *
     * @param to where nothing is, or a folder without the files of the first; folders above it are made
     * @return {@code to}
     */
    public static Path of(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path copy = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
        }
        return to;
    }
}
