package io.mode4j.artifact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * A folder of a run, wherever it lies: whole files under names, which are relative and written with {@code /}. It need not know folders, nor rename. Stores are
 * described by values, so that work can take them elsewhere ({@code work.Work}); they are safe for use by several threads, for different names.
 */
public interface Store extends Serializable {
    /** The most that is read at once. */
    int CHUNK = 1 << 18;

    /** {@return a folder of this machine's file systems} */
    static Store of(FileLayer files, Path folder) {
        return new FolderStore(files, folder.toString());
    }

    /** {@return a folder of this machine's file systems, to read} */
    static Store of(Path folder) {
        return of(new FileLayer(), folder);
    }

    /** {@return the names of all files, sorted; unfinished ones are not among them} */
    SortedSet<String> names() throws IOException;

    /** {@return whether there is a file of that name} */
    boolean has(String name) throws IOException;

    /**
     * {@return bytes of a file}
     *
     * @param from where they begin
     * @param length how many there are, fewer where the file ends
     * @throws NoSuchFileException when it is not there
     */
    byte[] read(String name, long from, int length) throws IOException;

    /** Writes a whole file; whoever looks meanwhile, and whatever a kill leaves, is the old one or the new one. */
    void write(String name, FileLayer.Content content) throws IOException;

    /** Writes a small file where there is none, and says whether it did; of several who try, one does. */
    boolean writeNew(String name, String content) throws IOException;

    /** Removes a file, if it is there. */
    void delete(String name) throws IOException;

    /** Removes a file if this is what it says. Those who would do so at once are on one machine. */
    default void deleteIf(String name, String content) throws IOException {
        try {
            if (new String(read(name, 0, CHUNK), StandardCharsets.UTF_8).equals(content)) {
                delete(name);
            }
        } catch (NoSuchFileException _) {
            // another was faster
        }
    }

    /** {@return a file of this machine with the content of that name, for readers that map or query files: the file itself, or a copy whose file name is the same} */
    Path local(String name) throws IOException;

    /** {@return what the file of that name is called in messages, and the folder for an empty name; not to be opened} */
    Path place(String name);

    /** Removes what interrupted writes have left; nobody may be writing. */
    default void tidy() throws IOException {}

    /** {@return all bytes of a small file} */
    default byte[] read(String name) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part;
        do {
            part = read(name, all.size(), CHUNK);
            all.write(part);
        } while (part.length == CHUNK);
        return all.toByteArray();
    }

    /** {@return the SHA-256 of the files, in their order} */
    default List<String> hashes(List<String> names) throws IOException {
        List<String> hashes = new ArrayList<>();
        for (String name : names) {
            MessageDigest digest = Fingerprints.sha256();
            byte[] part;
            long from = 0;
            do {
                part = read(name, from, CHUNK);
                digest.update(part);
                from += part.length;
            } while (part.length == CHUNK);
            hashes.add(Fingerprints.hex(digest));
        }
        return hashes;
    }
}
