package io.mode4j.artifact;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The only way in which anything is written. A file is written beside its place, synced, renamed into place, and its folder synced: whoever
 * looks at any moment, and whatever a kill leaves, is the old file or the new one.
 *
 * <p>
 * Temporary names begin with a dot and end in {@code .tmp}; {@link #sweep} removes those that a killed process left. The protected methods
 * are the single steps; a test overrides them to fail at the n-th. Safe for use by several threads, for different targets; serializable, so that parts of work
 * can be done elsewhere.
 */
public class FileLayer implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String TEMPORARY = ".tmp";
    private static final int BUFFER = 1 << 16;
    private static final AtomicLong COUNTER = new AtomicLong();

    /** What a file shall hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; the stream is buffered, and closed by the caller. */
        void to(OutputStream out) throws IOException;
    }

    /**
     * Writes a whole file, atomically; missing parent folders are made.
     *
     * @throws IOException when it cannot be written (the old file, if any, is then untouched), or whatever {@code content} throws
     */
    public void write(Path target, Content content) throws IOException {
        Path temporary = beside(target);
        try (OutputStream out = new BufferedOutputStream(new WriteFailure.NamingStream(create(temporary, target), target), BUFFER)) {
            content.to(out);
        } catch (Throwable e) {
            discard(temporary, e);
            throw e;
        }
        publish(temporary, target);
    }

    /**
     * A path in the target's folder that nothing uses, for writers that need a path; missing folders are made.
     *
     * @throws IOException when the folder cannot be made
     */
    public Path beside(Path target) throws IOException {
        Path folder = folderOf(target);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw WriteFailure.of("make the folder", folder, e);
        }
        return folder
                .resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet() + TEMPORARY);
    }

    /**
     * Makes a written temporary the target: syncs it, renames it into place, syncs the folder.
     *
     * @throws IOException when any of that fails; the target is then the old file or the new one
     */
    public void publish(Path temporary, Path target) throws IOException {
        try {
            sync(temporary);
            rename(temporary, target);
            syncFolder(folderOf(target));
        } catch (IOException e) {
            IOException failure = WriteFailure.of("write", target, e);
            discard(temporary, failure);
            throw failure;
        }
    }

    /**
     * Gives a folder of files that are whole and synced, under a name of {@link #beside}, the name of a folder that is not there.
     *
     * @throws IOException when that fails
     */
    public void publishFolder(Path temporary, Path target) throws IOException {
        rename(temporary, target);
        syncFolder(folderOf(target));
    }

    /**
     * Makes a small file where there is none, and says whether it did. It is neither synced nor whole at once: for locks, of which a machine that lost
     * power needs none.
     *
     * @throws IOException when it cannot be written; it is then not there
     */
    boolean createNew(Path target, String content) throws IOException {
        Path folder = folderOf(target);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw WriteFailure.of("make the folder", folder, e);
        }
        try (OutputStream out = open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(out, content, target);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw WriteFailure.of("write", target, e);
        }
    }

    /** Writes a text in UTF-8, as {@link #write(Path, Content)}. */
    public void text(Path target, String text) throws IOException {
        write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void write(OutputStream out, String content, Path target) throws IOException {
        try {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            discard(target, e);
            throw e;
        }
    }

    /**
     * Adds a line to a log, in one write, so that the lines of several processes do not mix on a local disk. Not atomic: a kill may leave a part of the
     * last line, and a reader of logs skips it.
     *
     * @throws IOException when it cannot be written
     */
    public void append(Path target, String line) throws IOException {
        append(target, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds bytes to a log in one write, as above.
     *
     * @throws IOException when they cannot be written
     */
    public void append(Path target, byte[] bytes) throws IOException {
        try {
            Files.createDirectories(folderOf(target));
            try (OutputStream out = open(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw WriteFailure.of("write", target, e);
        }
    }

    /**
     * Brings the lines that were appended to a log to the disk.
     *
     * @throws IOException when that fails
     */
    public void force(Path target) throws IOException {
        sync(target);
    }

    /**
     * Removes a folder and all it holds. It is renamed first, so that a kill in the middle never leaves half a folder under its name; a store's cannot be, and its manifests go last: half of it is
     * seen to be damaged, and is removed by asking again.
     *
     * @throws IOException when something cannot be removed
     */
    public void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Places.isLocal(folder) && !isTemporary(folder)) {
            for (Path file : manifestsLast(folder)) {
                delete(file);
            }
            return;
        }
        Path temporary = beside(folder);
        rename(folder, temporary);
        syncFolder(folderOf(folder));
        removeAll(temporary);
    }

    private static List<Path> manifestsLast(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .sorted(Comparator.<Path, Boolean>comparing(file -> file.endsWith(Manifest.NAME))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }
    }

    /**
     * Removes one file, if it is there.
     *
     * @throws IOException when it cannot be removed
     */
    public void deleteFile(Path file) throws IOException {
        delete(file);
        syncFolder(folderOf(file));
    }

    /**
     * Removes the temporaries that killed processes left in the folder, below it, and beside it under its name. Nobody may be writing there.
     *
     * @throws IOException when something cannot be removed
     */
    public void sweep(Path folder) throws IOException {
        if (!Places.isLocal(folder)) {
            return; // a store's unfinished files are on this machine's disk, until the next process
        }
        List<Path> left = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> inside = Files.walk(folder)) {
                inside.filter(FileLayer::isTemporary).forEach(left::add);
            }
        }
        Path parent = folderOf(folder);
        if (Files.isDirectory(parent)) {
            String name = "." + folder.getFileName() + ".";
            try (Stream<Path> beside = Files.list(parent)) {
                beside.filter(p -> isTemporary(p) && p.getFileName().toString().startsWith(name)).forEach(left::add);
            }
        }
        for (Path path : left) {
            removeAll(path);
        }
    }

    /** {@return whether the path's name is one that this layer gives to unfinished files} */
    public static boolean isTemporary(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".") && name.endsWith(TEMPORARY);
    }

    /** Opens a file for writing. */
    protected OutputStream open(Path file, StandardOpenOption... options) throws IOException {
        return Files.newOutputStream(file, options);
    }

    /** Brings a file's bytes to the disk. */
    protected void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Renames atomically, replacing. */
    protected void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Brings a folder's entries to the disk, where the system can. */
    protected void syncFolder(Path folder) throws IOException {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        if (windows || !Places.isLocal(folder) || !Files.exists(folder)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes one file or empty folder, if it is there. */
    protected void delete(Path path) throws IOException {
        Files.deleteIfExists(path);
    }

    private OutputStream create(Path temporary, Path target) throws IOException {
        try {
            return open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw WriteFailure.of("write", target, e);
        }
    }

    private void discard(Path temporary, Throwable cause) {
        try {
            delete(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void removeAll(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Path folderOf(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(target + " has no folder; give a file inside one");
        }
        return parent;
    }
}
