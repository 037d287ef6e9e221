package io.mode4j.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A folder on a local disk that keeps what takes time to fetch or to unpack, in whole files, as many as there is room for: the least recently used go first. Several
 * processes may share it: each file is made by one of them. A file that is open stays readable when it goes.
 *
 * <p>
 * Files are found by a key, which names their content: what has changed has another key, so that nothing here is ever stale. Safe for use by several threads.
 */
public final class CacheFolder {
    /** So much is kept where nothing else is said. */
    public static final long STANDARD_SIZE = 20L << 30;

    private static final int LOCKS = 64;
    private static final int KEY_DIGITS = 40;
    /** The parts of the whole that a process may add before it looks whether the whole is too large, and that are freed at a time. */
    private static final int PARTS = 20;
    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final int TRIES = 100;
    /** The system's locks are between processes: these are between the threads of this one. */
    private static final Map<Path, Object> IN_PROCESS = new ConcurrentHashMap<>();

    private static final class Holder {
        static volatile CacheFolder standard = new CacheFolder(new FileLayer(), standardFolder(), STANDARD_SIZE);
    }

    private final FileLayer files;
    private final Path folder;
    private final long mostBytes;
    private final AtomicLong added = new AtomicLong(Long.MAX_VALUE / 2); // another process may have left it full

    /**
     * @param folder made when it is first needed
     * @param mostBytes how much is kept; a process may be a twentieth over it for a while
     */
    public CacheFolder(FileLayer files, Path folder, long mostBytes) {
        if (mostBytes < 0) {
            throw new IllegalArgumentException("expected a size of at least 0, found " + mostBytes);
        }
        this.files = files;
        this.folder = folder.toAbsolutePath().normalize();
        this.mostBytes = mostBytes;
    }

    /** {@return the one that this process uses} */
    public static CacheFolder standard() {
        return Holder.standard;
    }

    /** Makes it the one that this process uses from now on. A matter of the machine: nothing that is computed depends on it. */
    public static void use(CacheFolder cache) {
        Holder.standard = cache;
    }

    /** {@return where it lies unless something else is said: {@code mode4j} in the user's folder for caches} */
    public static Path standardFolder() {
        String named = System.getenv("XDG_CACHE_HOME");
        if (named != null && Path.of(named).isAbsolute()) {
            return Path.of(named, "mode4j");
        }
        String local = System.getenv("LOCALAPPDATA");
        return local != null ? Path.of(local, "mode4j", "cache") : Path.of(System.getProperty("user.home"), ".cache", "mode4j");
    }

    /** {@return how much is kept} */
    public long mostBytes() {
        return mostBytes;
    }

    /** {@return where it lies} */
    public Path folder() {
        return folder;
    }

    /**
     * {@return a file, to be read; it is written first if it is not there}
     *
     * @param key names the content
     * @param name the file's name
     * @param content writes it
     * @throws IOException when it cannot be written, or from {@code content}
     */
    public FileChannel open(String key, String name, FileLayer.Content content) throws IOException {
        for (int tried = 0;; tried++) {
            Path file = file(key, name, content);
            try {
                return FileChannel.open(file, StandardOpenOption.READ);
            } catch (NoSuchFileException e) { // others needed the room
                if (tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** {@return the path of a file, as {@link #open}}; it may go when others need the room, but is the last to. */
    public Path file(String key, String name, FileLayer.Content content) throws IOException {
        Path file = place(key, name);
        if (!used(file)) {
            locked("lock-%02d".formatted(Math.floorMod(key.hashCode(), LOCKS)), () -> {
                if (!used(file)) {
                    write(file, content);
                    boolean _ = used(file); // the system stamps what is written by another clock
                }
            });
            if (added.addAndGet(size(file)) > mostBytes / PARTS) {
                locked("lock-size", this::makeRoom);
            }
        }
        return file;
    }

    /** {@return the path of a file, as {@link #file}, if it is there} */
    public Optional<Path> find(String key, String name) throws IOException {
        Path file = place(key, name);
        return used(file) ? Optional.of(file) : Optional.empty();
    }

    private Path place(String key, String name) {
        String hash = Fingerprints.ofText(key).substring(0, KEY_DIGITS);
        return folder.resolve(hash.substring(0, 2)).resolve(hash.substring(2)).resolve(name);
    }

    private void write(Path file, FileLayer.Content content) throws IOException {
        for (int tried = 0;; tried++) {
            try {
                files.write(file, content);
                return;
            } catch (IOException e) { // the folder went between, or there is another reason
                if (tried == TRIES || !(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            }
        }
    }

    /** {@return whether it is there}; it is then the one that was used last. */
    private static boolean used(Path file) throws IOException {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException _) { // others needed the room
            return 0;
        }
    }

    private record Kept(Path file, long size, FileTime used) {}

    private void makeRoom() throws IOException {
        List<Kept> all = kept();
        long total = all.stream().mapToLong(Kept::size).sum();
        added.set(0);
        if (total <= mostBytes) {
            return;
        }
        all.sort(Comparator.comparing(Kept::used));
        long enough = mostBytes - mostBytes / PARTS;
        for (Kept oldest : all.subList(0, all.size() - 1)) { // the last one was made just now, and is needed
            if (total <= enough) {
                return;
            }
            files.deleteFile(oldest.file);
            deleteIfEmpty(oldest.file.resolveSibling("."));
            total -= oldest.size;
        }
    }

    private static void deleteIfEmpty(Path parent) {
        try {
            Files.deleteIfExists(parent.normalize());
        } catch (IOException _) {
            // another file is in it, or is being written there
        }
    }

    /** What is kept, and what was left unfinished removed. */
    private List<Kept> kept() throws IOException {
        List<Kept> all = new ArrayList<>();
        Instant abandoned = Instant.now().minus(ABANDONED);
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (FileLayer.isTemporary(file)) {
                    if (attributes.lastModifiedTime().toInstant().isBefore(abandoned)) {
                        files.deleteFile(file);
                    }
                } else if (!folder.equals(file.getParent())) {
                    all.add(new Kept(file, attributes.size(), attributes.lastModifiedTime()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                return LiveFiles.gone(failure);
            }
        });
        return all;
    }

    private interface Action {
        void run() throws IOException;
    }

    /** Does something while nobody else with this lock does, here or in other processes. */
    private void locked(String name, Action action) throws IOException {
        Path lock = folder.resolve(name);
        synchronized (IN_PROCESS.computeIfAbsent(lock, _ -> new Object())) {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                action.run();
            }
        }
    }
}
