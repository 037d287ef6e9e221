package io.mode4j.stores.cloud;

import io.mode4j.artifact.UnpackedLibraries;
import io.mode4j.stores.Bucket;
import io.mode4j.stores.PassingException;
import io.mode4j.stores.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.opendal.Entry;
import org.apache.opendal.ListOptions;
import org.apache.opendal.Metadata;
import org.apache.opendal.OpenDALException;
import org.apache.opendal.Operator;
import org.apache.opendal.WriteOptions;
import org.jspecify.annotations.Nullable;

/**
 * A bucket through OpenDAL; its native library is loaded by the first request. Requests block threads of this class's: those of OpenDAL, which would answer without, find Java classes only where the JVM
 * was started with them, and a cluster's processes are brought theirs later.
 */
public final class CloudBucket implements Bucket {
    /** What is larger is put in parts of this size. */
    private static final int PART = 16 << 20;
    /** Bytes a second, of a network that is slow but works. */
    private static final int SLOWEST = 1 << 18;

    private static final ExecutorService REQUESTS = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("store-", 0).factory());

    private final BucketAddress address;
    private final Duration timeout;
    private volatile @Nullable Operator opened;
    private volatile boolean answered;

    /** @param timeout how long a request may take that says nothing */
    public CloudBucket(BucketAddress address, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
    }

    private synchronized Operator operator(String key) throws IOException {
        Operator operator = opened;
        if (operator == null) {
            try {
                operator = Operator.of(address.service(), address.settings());
                UnpackedLibraries.delete("libopendal_java");
            } catch (OpenDALException e) {
                throw CloudFailure.of(e, address, key, answered);
            }
            opened = operator;
        }
        return operator;
    }

    @Override
    public Optional<StoredObject> stat(String key) throws IOException {
        try {
            Metadata found = asked(key, operator -> operator.stat(key));
            return Optional.of(object(key, found));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static StoredObject object(String key, Metadata found) {
        String tag = found.getEtag() == null ? "" : found.getEtag();
        Instant modified = found.getLastModified() == null ? Instant.EPOCH : found.getLastModified();
        return new StoredObject(key, found.isDir() ? 0 : found.getContentLength(), tag, modified);
    }

    @Override
    public byte[] read(String key, long from, int length) throws IOException {
        if (length == 0) {
            return new byte[0];
        }
        byte[] bytes = asked(key, operator -> operator.read(key, from, length));
        if (bytes.length != length) {
            throw new PassingException("expected %d bytes, found %d".formatted(length, bytes.length));
        }
        return bytes;
    }

    @Override
    public void put(String key, Path file) throws IOException {
        if (Files.size(file) <= PART) {
            byte[] content = Files.readAllBytes(file);
            boolean _ = asked(key, operator -> {
                operator.write(key, content);
                return true;
            });
            return;
        }
        boolean _ = answer(REQUESTS.submit(() -> putInParts(key, file)), key, timeout.plusSeconds(Files.size(file) / SLOWEST));
    }

    /** The object is there once the last part is. */
    private boolean putInParts(String key, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            OutputStream out = operator(key).createOutputStream(key, PART);
            byte[] buffer = new byte[PART];
            for (int count = in.readNBytes(buffer, 0, PART); count > 0; count = in.readNBytes(buffer, 0, PART)) {
                out.write(buffer, 0, count);
            }
            out.close(); // not when a part failed: what is there would be taken for the whole
            return true;
        }
    }

    @Override
    public boolean putNew(String key, byte[] content) throws IOException {
        try {
            return asked(key, operator -> {
                operator.write(key, content, WriteOptions.builder().ifNotExists(true).build());
                return true;
            });
        } catch (FileAlreadyExistsException _) {
            return false;
        }
    }

    @Override
    public void delete(String key) throws IOException {
        boolean _ = asked(key, operator -> {
            operator.delete(key);
            return true;
        });
    }

    @Override
    public List<StoredObject> list(String folder, boolean below) throws IOException {
        List<Entry> entries = asked(folder,
                operator -> operator.list(folder.isEmpty() ? "/" : folder, ListOptions.builder().recursive(below).build()));
        return entries.stream()
                .filter(entry -> !entry.getPath().equals(folder) && !entry.getPath().equals("/"))
                .map(entry -> object(entry.getPath(), entry.getMetadata()))
                .toList();
    }

    private <T> T asked(String key, Function<Operator, T> request) throws IOException {
        Operator operator = operator(key);
        return answer(REQUESTS.submit(() -> request.apply(operator)), key, timeout);
    }

    private <T> T answer(Future<T> asked, String key, Duration patience) throws IOException {
        try {
            T answer = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            answered = true;
            return answer;
        } catch (TimeoutException e) {
            throw new PassingException("expected an answer, found none within %d s".formatted(patience.toSeconds()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted while waiting for " + address.url()).initCause(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case OpenDALException failure -> throw CloudFailure.of(failure, address, key, answered);
                case IOException failure -> throw failure;
                case null, default -> throw new IllegalStateException("a request failed", e);
            }
        }
    }
}
