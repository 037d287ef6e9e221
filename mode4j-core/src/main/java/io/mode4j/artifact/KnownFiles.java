package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The checksums that this process has taken: several stages have the same inputs, and a file is read again only when its size or time is another since. Safe for use
 * by several threads.
 */
final class KnownFiles {
    /** A file that was changed so shortly before may be changed again within the same tick of its file system's clock. */
    private static final Duration SETTLED = Duration.ofSeconds(2);
    private static final Map<Path, Known> KNOWN = new ConcurrentHashMap<>();

    private KnownFiles() {}

    private record Known(long size, FileTime modified, String hash) {
        boolean fits(BasicFileAttributes file) {
            return size == file.size() && modified.equals(file.lastModifiedTime());
        }
    }

    /**
     * {@return the hashes of the files, in their order, as {@link Fingerprints#ofFile}}
     *
     * @throws IOException when one cannot be read
     */
    static List<String> hashes(List<Path> files) throws IOException {
        Map<Path, BasicFileAttributes> unknown = new LinkedHashMap<>();
        Map<Path, String> hashes = new LinkedHashMap<>();
        Map<Path, BasicFileAttributes> attributes = attributes(files);
        for (Path file : files) {
            BasicFileAttributes now = Objects.requireNonNull(attributes.get(file));
            Known known = KNOWN.get(file.toAbsolutePath());
            if (known != null && known.fits(now)) {
                hashes.put(file, known.hash);
            } else {
                unknown.put(file, now);
            }
        }
        FileTime settled = FileTime.from(Instant.now().minus(SETTLED));
        Iterator<String> taken = Fingerprints.ofFiles(List.copyOf(unknown.keySet())).iterator();
        unknown.forEach((file, before) -> {
            String hash = taken.next();
            hashes.put(file, hash);
            if (before.lastModifiedTime().compareTo(settled) < 0) {
                KNOWN.put(file.toAbsolutePath(), new Known(before.size(), before.lastModifiedTime(), hash));
            }
        });
        return files.stream().map(file -> Objects.requireNonNull(hashes.get(file))).toList();
    }

    /** Of a store's files by listing their folders: to ask for each takes as long as a thousand in a list. */
    private static Map<Path, BasicFileAttributes> attributes(List<Path> files) throws IOException {
        Map<Path, BasicFileAttributes> attributes = new HashMap<>();
        Set<Path> listed = new HashSet<>();
        for (Path file : files) {
            if (!Places.isLocal(file) && listed.add(file.getParent())) {
                Files.walkFileTree(file.getParent(), Set.of(), 1, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path found, BasicFileAttributes of) {
                        attributes.put(found, of);
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
            if (!attributes.containsKey(file)) {
                attributes.put(file, Files.readAttributes(file, BasicFileAttributes.class));
            }
        }
        return attributes;
    }
}
