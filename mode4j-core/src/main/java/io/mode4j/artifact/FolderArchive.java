package io.mode4j.artifact;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** A folder as one tar: the files in it and below, by name, without times and owners, so that equal folders give equal tars. Locks and unfinished files stay behind. Stateless. */
public final class FolderArchive {
    private static final int BLOCK = 10_240;
    private static final int BUFFER = 1 << 16;
    private static final int READABLE_BY_ALL = 0_100_644;

    private FolderArchive() {}

    /** Writes a folder into a tar, atomically. */
    public static void write(FileLayer files, Path folder, Path target) throws IOException {
        List<String> names = new ArrayList<>();
        LiveFiles.each(folder, Integer.MAX_VALUE, file -> {
            if (!file.endsWith(StageLock.NAME) && !FileLayer.isTemporary(file)) {
                names.add(folder.relativize(file).toString().replace('\\', '/'));
            }
        });
        names.sort(null);
        files.write(target, out -> {
            TarArchiveOutputStream tar = new TarArchiveOutputStream(out, BLOCK, "UTF-8");
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            for (String name : names) {
                Path file = folder.resolve(name);
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(Files.size(file));
                entry.setModTime(0);
                entry.setIds(0, 0);
                entry.setNames("", "");
                entry.setMode(READABLE_BY_ALL);
                tar.putArchiveEntry(entry);
                long _ = Files.copy(file, tar);
                tar.closeArchiveEntry();
            }
            tar.finish();
        });
    }

    /**
     * Unpacks a tar into a folder, which is made.
     *
     * @throws DamagedException when the tar is cut short, or is none
     * @throws BadInputException when a member's name leads out of the folder
     */
    public static void unpack(FileLayer files, Path archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar = open(archive)) {
            for (TarArchiveEntry entry = next(tar, archive); entry != null; entry = next(tar, archive)) {
                if (entry.isFile()) {
                    Path target = folder.resolve(entry.getName()).normalize();
                    if (!target.startsWith(folder) || target.equals(folder)) {
                        throw new BadInputException("%s: member '%s' would be written outside of %s; mode4j has not written this file"
                                .formatted(archive, entry.getName(), folder));
                    }
                    files.write(target, out -> {
                        byte[] buffer = new byte[BUFFER];
                        for (int n = read(tar, buffer, archive); n > 0; n = read(tar, buffer, archive)) {
                            out.write(buffer, 0, n);
                        }
                    });
                }
            }
        }
    }

    /**
     * {@return the bytes of one file in a tar, if it is there}
     *
     * @throws DamagedException when the tar is cut short, or is none
     */
    public static Optional<byte[]> read(Path archive, String name) throws IOException {
        try (TarArchiveInputStream tar = open(archive)) {
            for (TarArchiveEntry entry = next(tar, archive); entry != null; entry = next(tar, archive)) {
                if (entry.getName().equals(name)) {
                    return Optional.of(tar.readAllBytes());
                }
            }
        }
        return Optional.empty();
    }

    private static TarArchiveInputStream open(Path archive) throws IOException {
        return new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(archive), BUFFER), "UTF-8");
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, Path archive) throws DamagedException {
        try {
            return tar.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(archive, e);
        }
    }

    private static int read(InputStream tar, byte[] buffer, Path archive) throws DamagedException {
        try {
            return tar.read(buffer);
        } catch (IOException e) {
            throw damaged(archive, e);
        }
    }

    private static DamagedException damaged(Path archive, Exception e) {
        return new DamagedException(archive, "a whole tar", String.valueOf(e.getMessage()));
    }
}
