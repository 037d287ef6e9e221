package io.mode4j.hdfs;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.stores.Bucket;
import io.mode4j.stores.PassingException;
import io.mode4j.stores.StoredObject;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/** A namespace of HDFS: files are written beside their place and renamed over it, which HDFS does in one step. */
final class HdfsBucket implements Bucket {
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final String url;
    private final Configuration configuration;
    private volatile @Nullable Opened opened;

    private record Opened(FileSystem files, FileContext context) {}

    HdfsBucket(String url, Configuration configuration) {
        this.url = url;
        this.configuration = configuration;
    }

    /** A request. */
    private interface Request<T> {
        T ask(Opened opened, Path path) throws IOException;
    }

    @Override
    public Optional<StoredObject> stat(String key) throws IOException {
        try {
            FileStatus status = asked(key, (opened, path) -> opened.files.getFileStatus(path));
            return status.isFile() ? Optional.of(object(key, status)) : Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** A file that is written anew is another file, with a number of its own. */
    private static StoredObject object(String key, FileStatus status) {
        long number = status instanceof HdfsFileStatus file ? file.getFileId() : 0;
        return new StoredObject(key, status.getLen(), number + "-" + status.getModificationTime(),
                Instant.ofEpochMilli(status.getModificationTime()));
    }

    @Override
    public byte[] read(String key, long from, int length) throws IOException {
        byte[] bytes = new byte[length];
        return asked(key, (opened, path) -> {
            try (FSDataInputStream in = opened.files.open(path)) {
                in.readFully(from, bytes);
                return bytes;
            }
        });
    }

    @Override
    public void put(String key, java.nio.file.Path file) throws IOException {
        boolean _ = asked(key, (opened, path) -> {
            Path beside = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID() + ".tmp");
            try (OutputStream out = opened.files.create(beside, true)) {
                long _ = Files.copy(file, out);
            }
            opened.context.rename(beside, path, Options.Rename.OVERWRITE);
            return true;
        });
    }

    @Override
    public boolean putNew(String key, byte[] content) throws IOException {
        return asked(key, (opened, path) -> {
            try (OutputStream out = opened.files.create(path, false)) {
                out.write(content);
                return true;
            } catch (FileAlreadyExistsException _) {
                return false;
            }
        });
    }

    /** With the folders that it leaves empty: other stores have no such. */
    @Override
    public void delete(String key) throws IOException {
        boolean _ = asked(key, (opened, path) -> {
            boolean deleted = opened.files.delete(path, false);
            for (Path folder = path.getParent(); deleted && folder != null && !folder.isRoot(); folder = folder.getParent()) {
                try {
                    deleted = opened.files.delete(folder, false);
                } catch (PathIsNotEmptyDirectoryException _) {
                    return true;
                }
            }
            return true;
        });
    }

    @Override
    public List<StoredObject> list(String folder, boolean below) throws IOException {
        List<StoredObject> found = new ArrayList<>();
        try {
            boolean _ = asked(folder, (opened, path) -> {
                found.clear();
                list(opened, path, folder, below, found);
                return true;
            });
            return found;
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private static void list(Opened opened, Path path, String folder, boolean below, List<StoredObject> found) throws IOException {
        RemoteIterator<FileStatus> inside = opened.files.listStatusIterator(path);
        while (inside.hasNext()) {
            FileStatus status = inside.next();
            String key = folder + status.getPath().getName();
            if (FileLayer.isTemporary(java.nio.file.Path.of(status.getPath().getName()))) {
                if (Instant.ofEpochMilli(status.getModificationTime()).isBefore(Instant.now().minus(ABANDONED))) {
                    boolean _ = opened.files.delete(status.getPath(), false);
                }
            } else if (status.isFile()) {
                found.add(object(key, status));
            } else if (below) {
                list(opened, status.getPath(), key + "/", true, found);
            } else {
                found.add(new StoredObject(key + "/", 0, "", Instant.EPOCH));
            }
        }
    }

    private synchronized Opened open() throws IOException {
        Opened open = opened;
        if (open == null) {
            URI root = URI.create(url);
            open = new Opened(FileSystem.newInstance(root, configuration), FileContext.getFileContext(root, configuration));
            opened = open;
        }
        return open;
    }

    private <T> T asked(String key, Request<T> request) throws IOException {
        try {
            return request.ask(open(), new Path(new Path(url + "/"), key.isEmpty() ? "/" : key));
        } catch (IOException e) {
            throw meant(e instanceof RemoteException remote ? remote.unwrapRemoteException() : e, url + "/" + key);
        } catch (IllegalArgumentException e) { // how it says that there is no such host
            if (e.getCause() instanceof UnknownHostException unknown) {
                throw meant(unknown, url + "/" + key);
            }
            throw e;
        }
    }

    private static IOException meant(IOException e, String name) {
        String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return switch (e) {
            case FileNotFoundException _ -> new NoSuchFileException(name);
            case EOFException _ -> new PassingException("expected more bytes, found the end of the file", e);
            case AccessControlException _ -> new BadInputException(
                    "%s: access denied (%s). Ask who owns the folder for leave, log in (kinit), or say who you are (HADOOP_USER_NAME)."
                            .formatted(name, said),
                    e);
            case UnknownHostException _ -> new BadInputException(
                    "%s: no such host (%s). Check the name, or say where the site's configuration is (HADOOP_CONF_DIR).".formatted(name,
                            said),
                    e);
            default -> new PassingException(said, e);
        };
    }
}
