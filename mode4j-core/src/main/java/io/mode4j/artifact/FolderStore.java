package io.mode4j.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A folder of a file system, written through the file layer: one of this machine, or a store's ({@link Places}).
 *
 * @param files what writes
 * @param folder the folder's path, or its URL
 */
record FolderStore(FileLayer files, String folder) implements Store {
    /** Other processes work in other folders. */
    private Object writeReplace() {
        return new FolderStore(files, place("").toAbsolutePath().toString());
    }

    @Override
    public SortedSet<String> names() throws IOException {
        Path root = place("");
        SortedSet<String> names = new TreeSet<>();
        if (attributes("").filter(BasicFileAttributes::isDirectory).isEmpty()) {
            return names;
        }
        Files.walkFileTree(root, LiveFiles.FOLLOWED, Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                return !inner.equals(root) && FileLayer.isTemporary(inner) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!FileLayer.isTemporary(file)) {
                    names.add(root.relativize(file).toString().replace('\\', '/'));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                return LiveFiles.gone(failure);
            }
        });
        return names;
    }

    @Override
    public boolean has(String name) throws IOException {
        return attributes(name).isPresent();
    }

    /** Unlike Java's own questions it tells what is not there from what cannot be asked. */
    private Optional<BasicFileAttributes> attributes(String name) throws IOException {
        try {
            return Optional.of(Files.readAttributes(place(name), BasicFileAttributes.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    @Override
    public byte[] read(String name, long from, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(place(name), StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
                // reads on until all is there or the file ends
            }
            return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(place(name));
    }

    @Override
    public void write(String name, FileLayer.Content content) throws IOException {
        files.write(place(name), content);
    }

    @Override
    public boolean writeNew(String name, String content) throws IOException {
        return files.createNew(place(name), content);
    }

    @Override
    public void delete(String name) throws IOException {
        files.deleteFile(place(name));
    }

    /** Two may see that it says so: the second to come finds another in its place, or none. */
    @Override
    public void deleteIf(String name, String content) throws IOException {
        synchronized (FolderStore.class) { // the system's lock is for other processes
            try (FileChannel channel = Places.isLocal(place(name)) ? FileChannel.open(place(name), StandardOpenOption.WRITE) : ofStores();
                    FileLock _ = channel.lock()) {
                if (new String(read(name), StandardCharsets.UTF_8).equals(content)) {
                    files.deleteFile(place(name));
                }
            } catch (NoSuchFileException _) {
                // the other was faster
            }
        }
    }

    /** A file of this machine to lock, where there is none of the store's. */
    private static FileChannel ofStores() throws IOException {
        Path lock = Files.createDirectories(CacheFolder.standard().folder()).resolve("lock-stores");
        return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public Path local(String name) throws IOException {
        return Places.onDisk(place(name));
    }

    @Override
    public Path place(String name) {
        return name.isEmpty() ? Places.known(folder) : Places.known(folder).resolve(name);
    }

    @Override
    public void tidy() throws IOException {
        files.sweep(place(""));
    }

    @Override
    public List<String> hashes(List<String> names) throws IOException {
        return KnownFiles.hashes(names.stream().map(this::place).toList());
    }
}
