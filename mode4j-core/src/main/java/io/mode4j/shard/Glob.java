package io.mode4j.shard;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** Paths with {@code *}, {@code **}, {@code ?} and {@code [...]}. Stateless. */
final class Glob {
    private Glob() {}

    static boolean isGlob(String path) {
        return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** {@return what matches, sorted; nothing when the folder before the first special character does not exist} */
    static List<Path> find(String glob) throws IOException {
        String before = glob.substring(0, (int) glob.chars().takeWhile(c -> c != '*' && c != '?' && c != '[').count());
        String folder = before.substring(0, before.lastIndexOf('/') + 1);
        Path root = Path.of(folder.isEmpty() ? "." : folder);
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        String rest = glob.substring(folder.length());
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
        int depth = rest.contains("**") ? Integer.MAX_VALUE : (int) rest.chars().filter(c -> c == '/').count() + 1;
        try (Stream<Path> walk = Files.walk(root, depth)) {
            return walk.filter(p -> !p.equals(root) && matcher.matches(root.relativize(p))).sorted().toList();
        }
    }
}
