package io.mode4j.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What objects of a bucket can be asked for; keys have no slash in front. Each is one request or a few, done once: {@link PatientBucket} repeats those that fail with a
 * {@link PassingException}. Safe for use by several threads.
 */
public interface Bucket {
    /** {@return what is known of an object}, nothing where there is none */
    Optional<StoredObject> stat(String key) throws IOException;

    /**
     * {@return bytes of an object that it is known to have}
     *
     * @throws PassingException when other than all of them came
     * @throws java.nio.file.NoSuchFileException when it is not there
     */
    byte[] read(String key, long from, int length) throws IOException;

    /** Makes a file's bytes the object: whoever looks meanwhile, and whatever a kill leaves, is the old one or the new one. */
    void put(String key, Path file) throws IOException;

    /** Makes a small object where there is none, and says whether it did; of several who try, one does. */
    boolean putNew(String key, byte[] content) throws IOException;

    /** Removes an object, if it is there. */
    void delete(String key) throws IOException;

    /**
     * {@return what a folder holds}: its objects, and the folders in it, or, if asked for, all objects below it
     *
     * @param folder ends in a slash, or is empty for the bucket itself
     */
    List<StoredObject> list(String folder, boolean below) throws IOException;
}
