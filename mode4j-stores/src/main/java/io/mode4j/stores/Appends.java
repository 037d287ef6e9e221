package io.mode4j.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Logs, to which lines are added, as stores cannot: what is added waits on this machine's disk until it is forced, or the log is looked at, and is then put with the whole log. Safe for use by several
 * threads; of several processes that add to one log, one may lose a line of another.
 */
final class Appends {
    private final PatientBucket bucket;
    private final Drafts drafts;
    private final TreeMap<String, Path> waiting = new TreeMap<>();

    Appends(PatientBucket bucket, Drafts drafts) {
        this.bucket = bucket;
        this.drafts = drafts;
    }

    synchronized void add(String key, byte[] bytes) throws IOException {
        Path log = waiting.get(key);
        if (log == null) {
            log = begin(key);
            waiting.put(key, log);
        }
        Files.write(log, bytes, StandardOpenOption.APPEND);
    }

    private Path begin(String key) throws IOException {
        Path log = drafts.file(key + ".log");
        Files.createDirectories(log.getParent());
        Optional<StoredObject> there = bucket.stat(key);
        if (there.isPresent()) {
            Files.copy(new LocalCopies(bucket).file(there.get()), log, StandardCopyOption.REPLACE_EXISTING);
            return log;
        }
        return Files.write(log, new byte[0]);
    }

    /** Puts what waits for a log, if anything does. */
    synchronized void settle(String key) throws IOException {
        Path log = waiting.get(key);
        if (log != null) {
            bucket.put(key, log);
            forget(key);
        }
    }

    /** Puts what waits for logs in a folder and below. */
    synchronized void settleBelow(String folder) throws IOException {
        for (String key : List.copyOf(waiting.tailMap(folder, true).keySet())) {
            if (!key.startsWith(folder)) {
                return;
            }
            settle(key);
        }
    }

    /** Drops what waits: the log is replaced, or goes. */
    synchronized void forget(String key) throws IOException {
        Path log = waiting.remove(key);
        if (log != null) {
            Files.deleteIfExists(log);
        }
    }
}
