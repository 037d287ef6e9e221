package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Absolute paths of local files. Stateless. */
public final class LocalPaths {
    private static final String UP = "..";

    private LocalPaths() {}

    /**
     * {@return the path, absolute, without {@code .} and {@code ..}}. What {@code ..} leaves is what the folder before it is, as the file system has it: the parent of
     * what a link leads to, not of the link. Links after it stay.
     */
    public static Path absolute(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        int last = lastUp(absolute);
        if (last < 0) {
            return absolute.normalize();
        }
        Path before = absolute.getRoot().resolve(absolute.subpath(0, last + 1));
        if (!Files.isDirectory(before)) {
            return absolute.normalize();
        }
        return last + 1 == absolute.getNameCount() ? before.toRealPath()
                : before.toRealPath().resolve(absolute.subpath(last + 1, absolute.getNameCount())).normalize();
    }

    private static int lastUp(Path path) {
        int last = path.getNameCount() - 1;
        while (last >= 0 && !path.getName(last).toString().equals(UP)) {
            last--;
        }
        return last;
    }
}
