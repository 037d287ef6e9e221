package io.mode4j.shard.source;

import io.mode4j.artifact.DamagedException;
import io.mode4j.shard.bytes.ShardBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** Files one after another. Each is opened when it is read. */
final class FilesBytes implements ShardBytes {
    private final Path folder;
    /** The paths, one after another: texts of their own would take three times as much. */
    private final byte[] paths;
    private final int[] pathEnds;
    /** Where each begins, and behind the last one. */
    private final long[] starts;

    /** @param folder what the files' paths are seen from */
    FilesBytes(Path folder, List<ListedFile> files) {
        this.folder = folder;
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        this.pathEnds = new int[files.size()];
        this.starts = new long[files.size() + 1];
        for (int i = 0; i < pathEnds.length; i++) {
            all.writeBytes(files.get(i).path().getBytes(StandardCharsets.UTF_8));
            pathEnds[i] = all.size();
            starts[i + 1] = starts[i] + files.get(i).length();
        }
        this.paths = all.toByteArray();
    }

    @Override
    public long size() {
        return starts[pathEnds.length];
    }

    @Override
    public void read(long position, byte[] into, int length) throws IOException {
        if (length == 0) {
            return;
        }
        int file = Arrays.binarySearch(starts, position);
        file = file < 0 ? -file - 2 : file;
        int done = 0;
        while (done < length) {
            if (file >= pathEnds.length) {
                throw new DamagedException(folder, "%d bytes of pictures at byte %d, as indexed".formatted(length, position),
                        "%d bytes in all of them".formatted(size()));
            }
            int count = (int) Math.min(length - done, starts[file + 1] - position - done);
            readFile(file, position + done - starts[file], ByteBuffer.wrap(into, done, count));
            done += count;
            file++;
        }
    }

    private String path(int file) {
        int from = file == 0 ? 0 : pathEnds[file - 1];
        return new String(paths, from, pathEnds[file] - from, StandardCharsets.UTF_8);
    }

    private void readFile(int file, long from, ByteBuffer into) throws IOException {
        Path path = folder.resolve(path(file));
        String expected = "a picture of %d bytes, as indexed".formatted(starts[file + 1] - starts[file]);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() != starts[file + 1] - starts[file]) {
                throw new DamagedException(path, expected, channel.size() + " bytes");
            }
            int start = into.position();
            while (into.hasRemaining()) {
                if (channel.read(into, from + into.position() - start) < 0) {
                    throw new DamagedException(path, expected, "the end of the file");
                }
            }
        } catch (NoSuchFileException e) {
            throw new DamagedException(path, expected, "no file");
        }
    }

    @Override
    public void close() {
        // nothing is open
    }
}
