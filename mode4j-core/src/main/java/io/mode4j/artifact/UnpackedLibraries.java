package io.mode4j.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Native libraries that a jar unpacks to the folder of temporary files, for each process anew and tens of megabytes each. They go when the JVM ends, but stay when it is killed; and where jobs are killed
 * again and again, such files fill a disk. Linux keeps what is loaded though its name is gone, so the names go at once; on other systems this does nothing.
 */
public final class UnpackedLibraries {
    private static final Path MAPS = Path.of("/proc/self/maps"); // what this process has loaded, a line a part: addresses, rights, …, and the file

    private UnpackedLibraries() {}

    /**
     * Deletes a library's file, once it is loaded; if it cannot be, it stays until the JVM ends.
     *
     * @param start the beginning of the name that the file, or the folder that it is in, has among the temporary files
     */
    public static void delete(String start) {
        String temporary = Path.of(Objects.requireNonNull(System.getProperty("java.io.tmpdir"))).toAbsolutePath() + "/" + start;
        try {
            for (String file : loaded()) {
                if (file.startsWith(temporary)) {
                    boolean _ = Files.deleteIfExists(Path.of(file));
                }
            }
        } catch (IOException _) {
            // then they go with the process
        }
    }

    private static List<String> loaded() throws IOException {
        if (!Files.exists(MAPS)) {
            return List.of();
        }
        return Files.readString(MAPS, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.contains("/"))
                .map(line -> line.substring(line.indexOf('/')))
                .distinct()
                .toList();
    }
}
