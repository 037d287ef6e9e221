package io.mode4j.shard.tar;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a shard, member by member. Nothing but the members' names and bytes goes into it (no dates, no owners), so that the same samples give
 * the same file. Not safe for use by several threads.
 */
public final class ShardWriter {
    private static final int BLOCK = 10_240;
    private static final int READABLE_BY_ALL = 0_100_644;

    private final TarArchiveOutputStream tar;

    /** What a shard shall hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it; the writer is closed by the caller. */
        void to(ShardWriter shard) throws IOException;
    }

    private ShardWriter(OutputStream out) {
        tar = new TarArchiveOutputStream(out, BLOCK, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /**
     * Writes a whole shard, atomically.
     *
     * @throws IOException when it cannot be written, or from {@code content}
     */
    public static void write(FileLayer files, Path target, Content content) throws IOException {
        files.write(target, out -> {
            ShardWriter shard = new ShardWriter(out);
            content.to(shard);
            shard.tar.finish();
        });
    }

    /** Adds the member {@code KEY.EXTENSION}. */
    public void add(String key, String extension, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(key + "." + extension);
        entry.setSize(bytes.length);
        entry.setModTime(0);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setMode(READABLE_BY_ALL);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }
}
