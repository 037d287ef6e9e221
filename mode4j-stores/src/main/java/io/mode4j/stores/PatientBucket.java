package io.mode4j.stores;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A bucket whose failures that may pass are waited out, for a while. What remains names the object, what was expected and found, and what to do.
 *
 * @param url what keys are named by, with a slash at its end
 */
record PatientBucket(Bucket bucket, String url, Patience patience) implements Bucket {
    /** A request. */
    @FunctionalInterface
    private interface Request<T> {
        T ask(int attempt) throws IOException;
    }

    @Override
    public Optional<StoredObject> stat(String key) throws IOException {
        return asked("look at", key, _ -> bucket.stat(key));
    }

    @Override
    public byte[] read(String key, long from, int length) throws IOException {
        return asked("read", key, _ -> bucket.read(key, from, length));
    }

    @Override
    public void put(String key, Path file) throws IOException {
        boolean _ = asked("write", key, _ -> {
            bucket.put(key, file);
            return true;
        });
    }

    /** A request whose answer was lost may have been heard: then what is there is what was asked for. */
    @Override
    public boolean putNew(String key, byte[] content) throws IOException {
        return asked("write", key, attempt -> {
            if (bucket.putNew(key, content)) {
                return true;
            }
            Optional<StoredObject> there = attempt == 0 ? Optional.empty() : bucket.stat(key);
            return there.isPresent() && there.get().size() == content.length
                    && Arrays.equals(bucket.read(key, 0, content.length), content);
        });
    }

    @Override
    public void delete(String key) throws IOException {
        boolean _ = asked("remove", key, _ -> {
            bucket.delete(key);
            return true;
        });
    }

    @Override
    public List<StoredObject> list(String folder, boolean below) throws IOException {
        return asked("list", folder, _ -> bucket.list(folder, below));
    }

    private <T> T asked(String what, String key, Request<T> request) throws IOException {
        for (int attempt = 0;; attempt++) {
            try {
                return request.ask(attempt);
            } catch (PassingException e) {
                if (attempt + 1 == patience.attempts()) {
                    throw new IOException(
                            "Cannot %s %s%s: %s, %d times within %d s. Check the store and the network; the same command then goes on."
                                    .formatted(what, url, key, e.getMessage(), patience.attempts(), seconds()),
                            e);
                }
                pause(attempt + 1);
            }
        }
    }

    private long seconds() {
        return patience.before(patience.attempts()).toSeconds();
    }

    private void pause(int attempt) throws IOException {
        long most = patience.before(attempt).toMillis();
        try {
            Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1)); // many that fail at once do not ask again at once
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted while waiting for " + url).initCause(e);
        }
    }
}
