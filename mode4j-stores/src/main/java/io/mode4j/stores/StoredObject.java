package io.mode4j.stores;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object, or a folder, which is what keys have in common up to a slash.
 *
 * @param key of the object; of a folder it ends in a slash
 * @param size in bytes
 * @param tag changes whenever the content does (an ETag, …); empty where the store has none
 * @param modified when it was written; the epoch where the store does not tell
 */
public record StoredObject(String key, long size, String tag, Instant modified) implements BasicFileAttributes {
    static StoredObject folder(String key) {
        return new StoredObject(key, 0, "", Instant.EPOCH);
    }

    @Override
    public boolean isDirectory() {
        return key.isEmpty() || key.endsWith("/");
    }

    @Override
    public boolean isRegularFile() {
        return !isDirectory();
    }

    @Override
    public boolean isSymbolicLink() {
        return false;
    }

    @Override
    public boolean isOther() {
        return false;
    }

    @Override
    public FileTime lastModifiedTime() {
        return FileTime.from(modified);
    }

    @Override
    public FileTime lastAccessTime() {
        return lastModifiedTime();
    }

    @Override
    public FileTime creationTime() {
        return lastModifiedTime();
    }

    @Override
    public @Nullable Object fileKey() {
        return null;
    }
}
