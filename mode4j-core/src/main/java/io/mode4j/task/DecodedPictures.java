package io.mode4j.task;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Places;
import io.mode4j.image.Images;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.progress.Progress;
import io.mode4j.shard.source.ShardPicture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a source as pixels in a scratch file, {@code [N, 3, S, S]} unsigned bytes: decoded once, read by every model, wherever that is asked. Pictures are read and
 * decoded by the chunk, so memory does not grow with N.
 *
 * @param file  the scratch file's path or URL
 * @param size  S
 * @param count N
 */
record DecodedPictures(String file, int size, int count) implements Serializable {

    private static final Logger LOG = System.getLogger(DecodedPictures.class.getName());
    private static final int CHUNK = 256;

    /**
     * Decodes what at least one of the tasks can use.
     *
     * @param size  S
     * @param tasks are told their rows; all have this source
     * @param file  the scratch file; the caller removes it
     */
    static DecodedPictures decode(FileLayer files, Images images, PictureSource source, int size, List<TaskRows> tasks, Path file,
            Progress.Bar bar) throws IOException {
        Writer writer = new Writer(images, size, tasks, bar);
        files.write(file, out -> {
            PictureReader.read(source, true, picture -> writer.accept(picture, out))
                    .forEach((cause, count) -> tasks.forEach(task -> task.skip(cause, count)));
            writer.flush(out);
        });
        remark(source, writer.undecodable, writer.count);
        return new DecodedPictures(file.toAbsolutePath().toString(), size, writer.count);
    }

    private static void remark(PictureSource source, List<String> undecodable, int decoded) {
        if (!undecodable.isEmpty()) {
            LOG.log(Logger.Level.WARNING,
                    "%s: %d of %d pictures do not decode, and are left out: %s%s".formatted(source, undecodable.size(),
                            decoded + undecodable.size(), String.join(", ", undecodable.stream().limit(TaskRows.SHOWN).toList()),
                            undecodable.size() > TaskRows.SHOWN ? ", …" : ""));
        }
    }

    /** Why a picture is left out that cannot be decoded. */
    static String cause(UndecodableImageException e) {
        return "picture: " + e.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Opens the scratch file, for {@link #pixels}; the caller closes it. */
    FileChannel open() throws IOException {
        return FileChannel.open(Places.known(file));
    }

    /** The pixels of {@code n} pictures from {@code from} on, {@code [n, 3, S, S]}. */
    byte[] pixels(FileChannel channel, int from, int n) throws IOException {
        byte[] pixels = new byte[n * 3 * size * size];
        ByteBuffer buffer = ByteBuffer.wrap(pixels);
        long position = (long) from * 3 * size * size;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, position + buffer.position());
            if (read < 0) {
                throw new IOException("the scratch file of decoded pictures ended at picture " + from + " of " + count);
            }
        }
        return pixels;
    }

    /** A picture and what the tasks (same order) want of it. */
    private record Wanted(ShardPicture picture, List<List<String>> answers) {}

    /** Pixels, or why there are none. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Decoded(byte @Nullable [] pixels, String cause) {}

    private static final class Writer {
        private final Images images;
        private final int size;
        private final List<TaskRows> tasks;
        private final Progress.Bar bar;
        private final List<Wanted> chunk = new ArrayList<>();
        private final List<String> undecodable = new ArrayList<>();
        private int count;

        Writer(Images images, int size, List<TaskRows> tasks, Progress.Bar bar) {
            this.images = images;
            this.size = size;
            this.tasks = tasks;
            this.bar = bar;
        }

        void accept(ShardPicture picture, OutputStream out) throws IOException {
            List<List<String>> answers = new ArrayList<>();
            for (TaskRows task : tasks) {
                answers.add(task.answersTo(picture));
            }
            if (!answers.stream().allMatch(List::isEmpty)) {
                chunk.add(new Wanted(picture, answers));
            }
            if (chunk.size() == CHUNK) {
                flush(out);
            }
        }

        void flush(OutputStream out) throws IOException {
            List<Decoded> decoded = IntStream.range(0, chunk.size())
                    .parallel()
                    .mapToObj(i -> decode(chunk.get(i).picture()))
                    .toList();
            for (int i = 0; i < decoded.size(); i++) {
                byte[] pixels = decoded.get(i).pixels();
                if (pixels != null) {
                    out.write(pixels);
                }
                tell(chunk.get(i), decoded.get(i));
                if (pixels == null) {
                    undecodable.add(chunk.get(i).picture().key());
                } else {
                    count++;
                }
            }
            bar.advance(chunk.size());
            chunk.clear();
        }

        private void tell(Wanted wanted, Decoded decoded) {
            for (int t = 0; t < tasks.size(); t++) {
                List<String> answers = wanted.answers().get(t);
                if (!answers.isEmpty() && decoded.pixels() == null) {
                    tasks.get(t).undecodable(wanted.picture().key(), decoded.cause());
                } else if (!answers.isEmpty()) {
                    tasks.get(t).add(count, wanted.picture().key(), answers);
                }
            }
        }

        private Decoded decode(ShardPicture picture) {
            try {
                return new Decoded(images.decode(picture.image(), size), "");
            } catch (UndecodableImageException e) {
                return new Decoded(null, cause(e));
            }
        }
    }
}
