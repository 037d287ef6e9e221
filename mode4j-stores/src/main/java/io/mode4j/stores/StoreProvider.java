package io.mode4j.stores;

import io.mode4j.artifact.FileLayer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file systems of one scheme, a bucket each, as far as {@link FileLayer} and readers need them. Files are written beside their place, on this machine's disk, and become objects by the rename; a file that is
 * made new becomes one when its stream is closed, if there is none; folders are what keys have in common.
 */
public abstract class StoreProvider extends FileSystemProvider {
    private static final String LAST = "manifest.json"; // says that the others are there

    private final String scheme;
    private final Patience patience;
    private final Map<String, StoreFileSystem> systems = new ConcurrentHashMap<>();

    /** The provider of a scheme. */
    protected StoreProvider(String scheme) {
        this(scheme, Patience.USUAL);
    }

    /** The provider of a scheme. */
    protected StoreProvider(String scheme, Patience patience) {
        this.scheme = scheme;
        this.patience = patience;
    }

    /** {@return the bucket that a URL names}; nothing is asked of it yet */
    protected abstract Bucket open(String authority);

    @Override
    public final String getScheme() {
        return scheme;
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
        return getFileSystem(uri);
    }

    @Override
    public StoreFileSystem getFileSystem(URI uri) {
        return systems.computeIfAbsent(uri.getAuthority(), authority -> new StoreFileSystem(this, authority, open(authority), patience));
    }

    @Override
    public Path getPath(URI uri) {
        return StorePath.of(getFileSystem(uri), true, uri.getPath());
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        StorePath file = StorePath.of(path);
        StoreFileSystem system = file.getFileSystem();
        if (file.isDraft()) {
            return FileChannel.open(system.draft(file), options, attributes);
        }
        if (options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND)) {
            system.appends().settle(file.key());
            return new RangeChannel(system.bucket(), system.copies(), StoredObject.folder("")); // nothing is left to force
        }
        return new RangeChannel(system.bucket(), system.copies(), system.file(file));
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public InputStream newInputStream(Path path, OpenOption... options) throws IOException {
        return Channels.newInputStream(newFileChannel(path, Set.of(StandardOpenOption.READ)));
    }

    @Override
    public OutputStream newOutputStream(Path path, OpenOption... options) throws IOException {
        StorePath file = StorePath.of(path);
        if (file.isDraft()) {
            Path draft = file.getFileSystem().draft(file);
            Files.createDirectories(draft.getParent());
            return Files.newOutputStream(draft, options);
        }
        Set<OpenOption> all = Set.of(options);
        if (all.contains(StandardOpenOption.CREATE_NEW)) {
            return new OnClose(bytes -> {
                if (!file.getFileSystem().bucket().putNew(file.key(), bytes)) {
                    throw new FileAlreadyExistsException(file.toString());
                }
            });
        }
        if (all.contains(StandardOpenOption.APPEND)) {
            return new OnClose(bytes -> file.getFileSystem().appends().add(file.key(), bytes));
        }
        throw new UnsupportedOperationException(file + ": objects are written beside their place and renamed (FileLayer)");
    }

    /** What becomes of all bytes once the stream is closed. */
    private static final class OnClose extends ByteArrayOutputStream {
        private @Nullable Then then;

        private interface Then {
            void with(byte[] bytes) throws IOException;
        }

        OnClose(Then then) {
            this.then = then;
        }

        @Override
        public void close() throws IOException {
            Then once = then;
            then = null;
            if (once != null) {
                once.with(toByteArray());
            }
        }
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
        StorePath folder = StorePath.of(path);
        List<Path> inside = folder.isDraft() ? drafts(folder) : folder.getFileSystem().inside(folder);
        List<Path> accepted = new ArrayList<>();
        for (Path each : inside) {
            if (filter.accept(each)) {
                accepted.add(each);
            }
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return accepted.iterator();
            }

            @Override
            public void close() {
                // all is read
            }
        };
    }

    private static List<Path> drafts(StorePath folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder.getFileSystem().draft(folder))) {
            return inside.map(file -> folder.resolve(file.getFileName().toString())).sorted().toList();
        }
    }

    /** Folders are where files are. */
    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        StorePath folder = StorePath.of(path);
        if (folder.isDraft()) {
            Files.createDirectories(folder.getFileSystem().draft(folder));
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        StorePath file = StorePath.of(path);
        if (file.isDraft()) {
            Files.delete(file.getFileSystem().draft(file));
        } else if (file.getNameCount() > 0) {
            file.getFileSystem().appends().forget(file.key());
            file.getFileSystem().bucket().delete(file.key());
        }
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        put(StorePath.of(source).onDisk(), StorePath.of(target));
    }

    /** Makes what was written an object, or a folder of them. */
    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        StorePath from = StorePath.of(source);
        StorePath to = StorePath.of(target);
        if (!from.isDraft()) {
            throw new UnsupportedOperationException(from + ": objects are not renamed");
        }
        Path draft = from.getFileSystem().draft(from);
        if (to.isDraft()) {
            Files.move(draft, to.getFileSystem().draft(to), options);
        } else if (Files.isDirectory(draft)) {
            publish(draft, to);
        } else {
            put(draft, to);
            Files.delete(draft);
        }
    }

    private static void publish(Path folder, StorePath to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (boolean last : new boolean[]{false, true}) {
            for (Path file : files) {
                if (file.endsWith(LAST) == last) {
                    put(file, StorePath.of(to.resolve(folder.relativize(file))));
                    Files.delete(file);
                }
            }
        }
    }

    private static void put(Path file, StorePath to) throws IOException {
        to.getFileSystem().appends().forget(to.key());
        to.getFileSystem().bucket().put(to.key(), file);
    }

    @Override
    public boolean isSameFile(Path path, Path other) {
        return path.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }

    @Override
    public boolean isHidden(Path path) {
        return false;
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw new UnsupportedOperationException(path + ": how much room a store has is not known");
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        BasicFileAttributes _ = readAttributes(path, BasicFileAttributes.class);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return type == BasicFileAttributeView.class ? type.cast(new View(this, path)) : null;
    }

    private record View(StoreProvider provider, Path path) implements BasicFileAttributeView {
        @Override
        public String name() {
            return "basic";
        }

        @Override
        public BasicFileAttributes readAttributes() throws IOException {
            return provider.readAttributes(path, BasicFileAttributes.class);
        }

        @Override
        public void setTimes(@Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created) {
            throw new UnsupportedOperationException("stores keep their own times");
        }
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options) throws IOException {
        StorePath file = StorePath.of(path);
        if (file.isDraft()) {
            return Files.readAttributes(file.getFileSystem().draft(file), type, options);
        }
        StoredObject listed = file.takeListed();
        return type.cast(listed != null ? listed
                : file.getFileSystem().find(file).orElseThrow(() -> new NoSuchFileException(file.toString())));
    }

    /** Java takes any failure for an absence: of a store, one that cannot be asked would be taken for an empty one. */
    @Override
    public boolean exists(Path path, LinkOption... options) {
        return readAttributesIfExists(path, BasicFileAttributes.class, options) != null;
    }

    /** As {@link #exists}. */
    @Override
    public <A extends BasicFileAttributes> @Nullable A readAttributesIfExists(Path path, Class<A> type, LinkOption... options) {
        try {
            return readAttributes(path, type, options);
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        BasicFileAttributes all = readAttributes(path, BasicFileAttributes.class, options);
        return Map.of("size", all.size(), "isDirectory", all.isDirectory(), "isRegularFile", all.isRegularFile(), "lastModifiedTime",
                all.lastModifiedTime());
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException("stores keep their own attributes");
    }
}
