package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
