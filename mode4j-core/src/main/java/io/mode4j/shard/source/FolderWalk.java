package io.mode4j.shard.source;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.LocalPaths;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files in and below a folder, in the order of their paths seen from it, character by character, or a stretch of them: folders that lie outside are not looked into. Names that begin with a dot are
 * left out, and so is what img2dataset writes beside a folder of pictures. Links are followed, but for those that lead back to a folder above.
 */
final class FolderWalk {
    private static final Pattern BESIDE = Pattern.compile("(.+)(?:_stats\\.json|\\.parquet)");
    private static final char SLASH = '/';
    private static final char BEHIND_SLASH = SLASH + 1;

    private final String from;
    private final @Nullable String to;
    private final Visitor visitor;
    private final Set<Path> above = new HashSet<>();

    /** What is done with a file. */
    @FunctionalInterface
    interface Visitor {
        /** Takes one, whose path is seen from the folder and written with {@code /}. */
        void at(String path, Path file, long size) throws IOException;
    }

    private FolderWalk(String from, @Nullable String to, Visitor visitor) {
        this.from = from;
        this.to = to;
        this.visitor = visitor;
    }

    /** Hands on all files. */
    static void each(Path root, Visitor visitor) throws IOException {
        each(root, "", null, visitor);
    }

    /** Hands on the files from one path to before another; all behind the first where there is no other. */
    static void each(Path root, String from, @Nullable String to, Visitor visitor) throws IOException {
        FolderWalk walk = new FolderWalk(from, to, visitor);
        walk.folder(root, "");
    }

    private void folder(Path folder, String prefix) throws IOException {
        Path real = folder.toRealPath();
        if (!above.add(real)) {
            return; // a link led back
        }
        Set<String> folders = new HashSet<>();
        SortedMap<String, Entry> entries = entries(folder, prefix, folders);
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            Entry entry = each.getValue();
            if (entry.attributes.isDirectory()) {
                folder(entry.path, each.getKey());
            } else if (entry.attributes.isRegularFile() && !isBeside(each.getKey(), folders)) {
                visitor.at(each.getKey(), entry.path, entry.attributes.size());
            }
        }
        above.remove(real);
    }

    private static boolean isBeside(String path, Set<String> folders) {
        Matcher beside = BESIDE.matcher(path);
        return beside.matches() && folders.contains(beside.group(1));
    }

    private record Entry(Path path, BasicFileAttributes attributes) {}

    /** What is in a folder and in the stretch, by path; those of folders end with a slash, so that their order is that of all that they hold. */
    private SortedMap<String, Entry> entries(Path folder, String prefix, Set<String> folders) throws IOException {
        SortedMap<String, Entry> entries = new TreeMap<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
            for (Path path : inside) {
                String name = path.getFileName().toString();
                if (name.startsWith(".")) {
                    continue;
                }
                LocalPaths.demandText(path);
                BasicFileAttributes attributes = attributes(path);
                if (attributes.isDirectory()) {
                    folders.add(prefix + name);
                    if (mayHold(prefix + name)) {
                        entries.put(prefix + name + SLASH, new Entry(path, attributes));
                    }
                } else if (isWithin(prefix + name)) {
                    entries.put(prefix + name, new Entry(path, attributes));
                }
            }
        }
        return entries;
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new BadInputException("%s is a link that leads nowhere. Remove it, or mend what it should lead to.".formatted(path), e);
        }
    }

    private boolean isWithin(String path) {
        return path.compareTo(from) >= 0 && (to == null || path.compareTo(to) < 0);
    }

    private boolean mayHold(String folder) {
        return (folder + BEHIND_SLASH).compareTo(from) > 0 && (to == null || (folder + SLASH).compareTo(to) < 0);
    }
}
