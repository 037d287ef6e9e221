package io.mode4j.stores;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A bucket as a file system; it lasts as long as the process. What is being written is on this machine's disk until it is whole. Safe for use by several threads. */
final class StoreFileSystem extends FileSystem {
    private final StoreProvider provider;
    private final String authority;
    private final PatientBucket bucket;
    private final Drafts drafts;
    private final LocalCopies copies;
    private final Appends appends;

    StoreFileSystem(StoreProvider provider, String authority, Bucket bucket, Patience patience) {
        this.provider = provider;
        this.authority = authority;
        this.bucket = new PatientBucket(bucket, root(), patience);
        this.drafts = new Drafts(provider.getScheme(), authority);
        this.copies = new LocalCopies(this.bucket);
        this.appends = new Appends(this.bucket, drafts);
    }

    /** {@return the URL of the bucket}, with a slash at its end */
    String root() {
        return provider.getScheme() + "://" + authority + "/";
    }

    String authority() {
        return authority;
    }

    PatientBucket bucket() {
        return bucket;
    }

    LocalCopies copies() {
        return copies;
    }

    Appends appends() {
        return appends;
    }

    /** {@return where a file that is not finished lies on this machine} */
    Path draft(StorePath path) {
        return drafts.file(path.key());
    }

    Path onDisk(StorePath path) throws IOException {
        if (path.isDraft()) {
            Path draft = draft(path);
            Files.createDirectories(draft.getParent());
            return draft;
        }
        return copies.file(file(path));
    }

    /**
     * {@return the file of a path}, as it is now
     *
     * @throws NoSuchFileException when there is none
     */
    StoredObject file(StorePath path) throws IOException {
        appends.settle(path.key());
        return bucket.stat(path.key()).orElseThrow(() -> new NoSuchFileException(path.toString()));
    }

    /** {@return what a path is}, a file or a folder, if it is anything */
    Optional<StoredObject> find(StorePath path) throws IOException {
        if (path.getNameCount() == 0) {
            return Optional.of(StoredObject.folder(""));
        }
        appends.settle(path.key());
        Optional<StoredObject> file = bucket.stat(path.key());
        return file.isPresent() || bucket.list(path.folder(), false).isEmpty() ? file : Optional.of(StoredObject.folder(path.folder()));
    }

    /** {@return what is in a folder}, sorted */
    List<Path> inside(StorePath folder) throws IOException {
        appends.settleBelow(folder.folder());
        TreeMap<String, StoredObject> names = new TreeMap<>();
        for (StoredObject object : bucket.list(folder.folder(), false)) {
            String name = object.key().substring(folder.folder().length());
            if (!name.isEmpty() && !name.equals("/")) { // some programs make an object of the folder itself
                names.put(name, object);
            }
        }
        List<Path> inside = new ArrayList<>();
        names.forEach((name, object) -> inside.add(StorePath.of(folder.resolve(name)).listed(object)));
        return inside;
    }

    @Override
    public StoreProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("a bucket stays open");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(new StorePath(this, true, List.of()));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public Path getPath(String first, String... more) {
        String text = more.length == 0 ? first : first + "/" + String.join("/", more);
        return text.startsWith(root()) ? StorePath.of(this, true, text.substring(root().length()))
                : StorePath.of(this, text.startsWith("/"), text);
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher(pattern);
        return path -> matcher.matches(Path.of(path.toString()));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException("stores have no users");
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("stores are not watched");
    }
}
