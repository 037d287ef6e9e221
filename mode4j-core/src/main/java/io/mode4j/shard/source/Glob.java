package io.mode4j.shard.source;

import io.mode4j.artifact.FileTree;
import io.mode4j.artifact.Places;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Paths with {@code *}, {@code ?} and {@code [...]} in their parts, and {@code **} for any number of folders. A part that exists as it is written is no pattern, whatever it
 * looks like; names that begin with a dot match only a dot. Links are followed. Stateless.
 */
public final class Glob {
    private static final String FOLDERS = "**";
    /** A folder stands for all in and below it anyway. */
    private static final Pattern ALL_BELOW = Pattern.compile("(^|/)\\*\\*$");

    private Glob() {}

    /**
     * {@return what a pattern names, sorted; nothing when there is none} A path that exists as it is written is itself, and so are the folders that it begins with.
     */
    public static List<Path> find(String pattern) throws IOException {
        if (Files.exists(Places.known(pattern))) {
            return List.of(Places.known(pattern));
        }
        String folder = existingFolder(pattern);
        return find(Places.known(folder), pattern.substring(folder.length()));
    }

    /** The folders that a pattern begins with, up to the last that exists as it is written: nothing in their names stands for anything else. */
    static String existingFolder(String pattern) {
        int end = Places.root(pattern);
        for (int slash = pattern.indexOf('/', end); slash >= 0; slash = pattern.indexOf('/', slash + 1)) {
            if (!Files.isDirectory(Places.known(pattern.substring(0, slash + 1)))) {
                break;
            }
            end = slash + 1;
        }
        return pattern.substring(0, end);
    }

    static boolean isGlob(String path) {
        return path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /** {@return what matches in and below a folder, sorted} */
    static List<Path> find(Path folder, String glob) throws IOException {
        List<Path> found = List.of(folder);
        for (String part : ALL_BELOW.matcher(glob).replaceFirst("").split("/", -1)) {
            TreeSet<Path> next = new TreeSet<>();
            for (Path inside : found) {
                next.addAll(step(inside, part));
            }
            found = List.copyOf(next);
        }
        return found;
    }

    private static List<Path> step(Path folder, String part) throws IOException {
        Path named = folder.resolve(part);
        if (Files.exists(named)) {
            return List.of(named);
        }
        if (!isGlob(part) || !Files.isDirectory(folder)) {
            return List.of();
        }
        if (!part.startsWith(FOLDERS)) {
            return matching(folder, part);
        }
        List<Path> all = new ArrayList<>(FileTree.folders(folder, Integer.MAX_VALUE));
        all.add(folder);
        if (part.equals(FOLDERS)) {
            return all;
        }
        List<Path> found = new ArrayList<>();
        for (Path below : all) {
            found.addAll(matching(below, part.substring(1)));
        }
        return found;
    }

    private static List<Path> matching(Path folder, String part) throws IOException {
        PathMatcher matcher;
        try {
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + part.replace("{", "\\{").replace("}", "\\}"));
        } catch (PatternSyntaxException e) {
            return List.of(); // a bracket of a name that does not exist
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
            for (Path path : inside) {
                Path name = path.getFileName();
                if (matcher.matches(name) && (part.startsWith(".") || !name.toString().startsWith("."))) {
                    found.add(path);
                }
            }
        }
        return found;
    }
}
