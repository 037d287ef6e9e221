package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Absolute paths of local files. Stateless. */
public final class LocalPaths {
    private static final String UP = "..";
    /** What a JVM makes of bytes that are no letters to it. */
    private static final char NO_LETTER = '\uFFFD';

    private LocalPaths() {}

    /**
     * {@return the path, absolute, without {@code .} and {@code ..}}. What {@code ..} leaves is what the folder before it is, as the file system has it: the parent of
     * what a link leads to, not of the link. Links after it stay.
     *
     * @throws BadInputException as {@link #demandText}
     */
    public static Path absolute(Path path) throws IOException {
        demandText(path);
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

    /** {@return the way from a folder to a path, with {@code /}; null when both have no folder in common} */
    public static @Nullable String seenFrom(Path folder, Path path) {
        Path here = folder.toAbsolutePath().normalize();
        boolean near = path.isAbsolute() && Objects.equals(here.getRoot(), path.getRoot()) && path.getNameCount() > 0
                && here.getName(0).equals(path.getName(0));
        return near ? here.relativize(path).toString().replace('\\', '/') : null;
    }

    /**
     * Refuses names that cannot be written down, for they would be lost wherever they are recorded, shown, or a label.
     *
     * @throws BadInputException if this JVM has read bytes of the name as no letters
     */
    public static void demandText(Path path) throws BadInputException {
        if (!isText(path.toString())) {
            throw new BadInputException(
                    "%s: a file name in UTF-8 expected, found bytes that are no letters in %s. Set LC_ALL=C.UTF-8 in the environment, or rename the file."
                            .formatted(path, System.getProperty("sun.jnu.encoding")));
        }
    }

    /** {@return whether all of a name, or an argument, were letters to this JVM} */
    public static boolean isText(String read) {
        return read.indexOf(NO_LETTER) < 0;
    }

    private static int lastUp(Path path) {
        int last = path.getNameCount() - 1;
        while (last >= 0 && !path.getName(last).toString().equals(UP)) {
            last--;
        }
        return last;
    }
}
