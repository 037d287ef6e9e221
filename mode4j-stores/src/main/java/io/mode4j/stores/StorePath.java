package io.mode4j.stores;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RemotePath;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A path in a bucket: absolute, and then its text is a URL, or relative. A folder has no slash at its end. */
final class StorePath implements RemotePath {
    private final StoreFileSystem system;
    private final boolean absolute;
    private final List<String> names;
    /** What a listing has just said of it, for who comes to ask at once. */
    private volatile @Nullable StoredObject listed;

    StorePath(StoreFileSystem system, boolean absolute, List<String> names) {
        this.system = system;
        this.absolute = absolute;
        this.names = List.copyOf(names);
    }

    static StorePath of(StoreFileSystem system, boolean absolute, String text) {
        List<String> names = new ArrayList<>();
        for (String name : text.split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return new StorePath(system, absolute, names);
    }

    static StorePath of(Path path) {
        if (path instanceof StorePath store) {
            return store;
        }
        throw new ProviderMismatchException(path + " is no path of a store");
    }

    /** {@return the object's key} */
    String key() {
        return String.join("/", toAbsolutePath().names);
    }

    /** {@return what the keys of those in this folder begin with} */
    String folder() {
        return names.isEmpty() ? "" : key() + "/";
    }

    /** {@return whether it is, or lies in, what is not finished, and so on this machine's disk} */
    boolean isDraft() {
        for (String name : names) {
            if (name.startsWith(".") && FileLayer.isTemporary(Path.of(name))) {
                return true;
            }
        }
        return false;
    }

    StorePath listed(StoredObject object) {
        listed = object;
        return this;
    }

    /** {@return what a listing has said of it}, once */
    @Nullable
    StoredObject takeListed() {
        StoredObject taken = listed;
        listed = null;
        return taken;
    }

    @Override
    public Path onDisk() throws IOException {
        return system.onDisk(toAbsolutePath());
    }

    @Override
    public List<byte[]> read(List<Part> parts) throws IOException {
        String key = key();
        List<Future<byte[]>> asked = new ArrayList<>();
        for (Part part : parts) {
            asked.add(Fetches.begin(() -> system.bucket().read(key, part.from(), part.length())));
        }
        List<byte[]> read = new ArrayList<>();
        for (Future<byte[]> part : asked) {
            read.add(Fetches.end(part));
        }
        return read;
    }

    @Override
    public StoreFileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return absolute;
    }

    @Override
    public @Nullable Path getRoot() {
        return absolute ? new StorePath(system, true, List.of()) : null;
    }

    @Override
    public @Nullable Path getFileName() {
        return names.isEmpty() ? null : new StorePath(system, false, List.of(names.getLast()));
    }

    @Override
    public @Nullable Path getParent() {
        if (names.isEmpty() || (names.size() == 1 && !absolute)) {
            return null;
        }
        return new StorePath(system, absolute, names.subList(0, names.size() - 1));
    }

    @Override
    public int getNameCount() {
        return names.size();
    }

    @Override
    public Path getName(int index) {
        return subpath(index, index + 1);
    }

    @Override
    public Path subpath(int from, int to) {
        if (from < 0 || to > names.size() || from >= to) {
            throw new IllegalArgumentException("names " + from + " to " + to + " of " + this);
        }
        return new StorePath(system, false, names.subList(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof StorePath path && path.system.equals(system) && path.absolute == absolute
                && path.names.size() <= names.size() && names.subList(0, path.names.size()).equals(path.names);
    }

    @Override
    public boolean endsWith(Path other) {
        if (!(other instanceof StorePath path) || !path.system.equals(system)) {
            return false;
        }
        return path.absolute ? equals(path)
                : path.names.size() <= names.size() && names.subList(names.size() - path.names.size(), names.size()).equals(path.names);
    }

    @Override
    public Path normalize() {
        List<String> normal = new ArrayList<>();
        for (String name : names) {
            boolean up = name.equals("..");
            if (up && !normal.isEmpty() && !normal.getLast().equals("..")) {
                normal.removeLast();
            } else if (!name.equals(".") && !(up && absolute)) {
                normal.add(name);
            }
        }
        return new StorePath(system, absolute, normal);
    }

    /** Relative paths of this machine are taken by their names: what is copied into a store keeps them. */
    @Override
    public Path resolve(Path other) {
        if (other.isAbsolute()) {
            return other;
        }
        List<String> all = new ArrayList<>(names);
        for (Path name : other) {
            if (!name.toString().isEmpty()) {
                all.add(name.toString());
            }
        }
        return new StorePath(system, absolute, all);
    }

    @Override
    public Path resolve(String other) {
        return resolve(system.getPath(other));
    }

    @Override
    public Path relativize(Path other) {
        StorePath path = of(other);
        if (path.absolute != absolute || !path.system.equals(system)) {
            throw new IllegalArgumentException(other + " is not in the file system of " + this);
        }
        int common = 0;
        while (common < Math.min(names.size(), path.names.size()) && names.get(common).equals(path.names.get(common))) {
            common++;
        }
        List<String> way = new ArrayList<>();
        for (int up = common; up < names.size(); up++) {
            way.add("..");
        }
        way.addAll(path.names.subList(common, path.names.size()));
        return new StorePath(system, false, way);
    }

    @Override
    public URI toUri() {
        try {
            return new URI(system.provider().getScheme(), system.authority(), "/" + key(), null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a path that was opened by a URL", e);
        }
    }

    @Override
    public StorePath toAbsolutePath() {
        return absolute ? this : new StorePath(system, true, names);
    }

    /** No links lead elsewhere. */
    @Override
    public Path toRealPath(LinkOption... options) {
        return toAbsolutePath().normalize();
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("stores are not watched");
    }

    @Override
    public int compareTo(Path other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StorePath path && path.system.equals(system) && path.absolute == absolute && path.names.equals(names);
    }

    @Override
    public int hashCode() {
        return Objects.hash(system, absolute, names);
    }

    @Override
    public String toString() {
        return (absolute ? system.root() : "") + String.join("/", names);
    }
}
