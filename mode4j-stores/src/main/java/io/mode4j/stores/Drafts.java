package io.mode4j.stores;

import io.mode4j.artifact.CacheFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where files lie on this machine that are being written, a folder of the cache's for each process; those of processes that have ended go. */
final class Drafts {
    private static final String DRAFTS = "-drafts"; // beside the cache, which removes what it is not asked for

    private final String scheme;
    private final String authority;

    Drafts(String scheme, String authority) {
        this.scheme = scheme;
        this.authority = authority;
    }

    /** This process's. */
    private static final class Own {
        static final Path FOLDER = make();

        private static Path make() {
            try {
                Path all = Files.createDirectories(
                        CacheFolder.standard().folder().resolveSibling(CacheFolder.standard().folder().getFileName() + DRAFTS));
                sweep(all);
                Path own = Files.createDirectories(all.resolve(String.valueOf(ProcessHandle.current().pid())));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(own)));
                return own;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Path file(String key) {
        return Own.FOLDER.resolve(scheme).resolve(authority).resolve(key);
    }

    private static void sweep(Path all) throws IOException {
        List<Path> folders;
        try (Stream<Path> inside = Files.list(all)) {
            folders = inside.toList();
        }
        for (Path folder : folders) {
            String name = String.valueOf(folder.getFileName());
            if (name.matches("\\d+") && ProcessHandle.of(Long.parseLong(name)).isEmpty()) {
                remove(folder);
            }
        }
    }

    private static void remove(Path tree) {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException _) {
            // the next process tries again
        }
    }
}
