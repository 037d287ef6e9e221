package io.mode4j.format;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A file of PyTorch's {@code torch.save} ({@code .pt}, {@code .pth}, {@code .bin}), read without executing anything: a zip archive with a pickle
 * {@code NAME/data.pkl} of the values and one uncompressed entry {@code NAME/data/KEY} of little-endian numbers a storage.
 *
 * <p>
 * Values are plain: {@code Map} (in the file's order), {@code List} (of tuples too), {@link Tensor}, {@code String}, {@code Long},
 * {@code Double}, {@code Boolean}, and null for None. What else lies beside them (options, schedulers, random states, of any class) is {@link Foreign}: a name, of which nothing is
 * built or run. Tensors are views of the mapped file, except those whose strides are not row major:
 * these are copied. All end with {@link #close}. Reading is safe for use by several threads.
 */
public final class TorchFile implements AutoCloseable {
    private final Path file;
    private final Arena arena;
    private final TorchArchive archive;
    private final @Nullable Object root;

    private TorchFile(Path file, Arena arena, TorchArchive archive, @Nullable Object root) {
        this.file = file;
        this.arena = arena;
        this.archive = archive;
        this.root = root;
    }

    /**
     * Opens a file; the caller closes it.
     *
     * @throws BadInputException when it is of another kind, or holds no plain value but one object of a class; the message names it
     * @throws DamagedException when it is cut short, or its parts do not fit each other
     */
    @SuppressWarnings("MustBeClosedChecker") // the file owns the arena
    public static TorchFile open(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment whole = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            TorchArchive archive = TorchArchive.of(file, channel, whole);
            TorchObjects objects = new TorchObjects(file, archive, arena);
            Object root = new PickleReader(file, archive.pickle(), objects).read();
            PlainValues.check(file, root);
            return new TorchFile(file, arena, archive, root);
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    /** {@return what kind of value this is, in Python's words} */
    public static String kind(@Nullable Object value) {
        return PlainValues.kind(value);
    }

    /** {@return what was saved} */
    public @Nullable Object root() {
        return root;
    }

    /**
     * {@return the tensors of a file that holds a dict, in the file's order}
     *
     * @throws BadInputException when it holds something else, or a dict without tensors
     */
    public SequencedMap<String, Tensor> tensors() throws BadInputException {
        if (!(root instanceof Map<?, ?> map)) {
            throw new BadInputException(file + ": expected a dict of tensors, found " + PlainValues.kind(root));
        }
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() instanceof String name && entry.getValue() instanceof Tensor tensor) {
                tensors.put(name, tensor);
            }
        }
        if (tensors.isEmpty()) {
            throw new BadInputException("%s: expected a dict of tensors, found none at its keys %s".formatted(file, map.keySet()));
        }
        return tensors;
    }

    /**
     * Checks every byte of the values and tensors by the archive's own CRC-32.
     *
     * @throws DamagedException when one is not what was written
     */
    public void verify() throws DamagedException {
        archive.verify();
    }

    /**
     * Writes plain values as {@code torch.save} would, atomically. {@code torch.load} reads them, with {@code weights_only} and with
     * {@code mmap} too.
     *
     * @param root a tensor, or maps and lists of the values above
     * @throws IllegalArgumentException when there is a value of another kind
     */
    public static void write(FileLayer files, Path target, Object root) throws IOException {
        PickleWriter pickle = PickleWriter.of(root);
        files.write(target, out -> TorchArchive.write(out, pickle.bytes(), pickle.storages()));
    }

    @Override
    public void close() {
        arena.close();
    }
}
