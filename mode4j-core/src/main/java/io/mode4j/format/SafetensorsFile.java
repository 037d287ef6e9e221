package io.mode4j.format;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileKind;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Seal;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A safetensors file, mapped into memory. Safe for use by several threads; tensors are views that end with {@link #close}, after which every
 * read throws IllegalStateException. Layout: {@link Safetensors}.
 */
public final class SafetensorsFile implements AutoCloseable {
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long LONGEST_HEADER = 100_000_000;
    private static final int CHUNK = 1 << 26;

    private final Path file;
    private final Arena arena;
    private final MemorySegment whole;
    private final int headerLength;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private SafetensorsFile(Path file, Arena arena, MemorySegment whole) throws DamagedException {
        this.file = file;
        this.arena = arena;
        this.whole = whole;
        long length = whole.byteSize() < Long.BYTES ? -1 : whole.get(LENGTH, 0);
        long most = Math.min(LONGEST_HEADER, whole.byteSize() - Long.BYTES);
        if (length < 0 || length > most) {
            throw new DamagedException(file, "a safetensors header of at most " + Math.max(0, most) + " bytes", "length " + length);
        }
        this.headerLength = (int) length;
        try {
            read(JsonMapper.shared().readTree(new String(header(), StandardCharsets.UTF_8)));
        } catch (JacksonException | IllegalArgumentException | ArithmeticException e) {
            throw new DamagedException(file, "a safetensors header that fits the file", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Opens a file; the caller closes it.
     *
     * @throws DamagedException when its header is not one, or does not fit its size
     * @throws io.mode4j.artifact.BadInputException when it is a file of another kind; the message says which
     */
    @SuppressWarnings("MustBeClosedChecker") // the file owns the arena
    public static SafetensorsFile open(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return of(file, channel, arena);
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    private static SafetensorsFile of(Path file, FileChannel channel, Arena arena) throws IOException {
        try {
            return new SafetensorsFile(file, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (DamagedException e) {
            FileKind.refuseOthers(file, channel, "a safetensors file");
            throw e;
        }
    }

    /** {@return the file's {@code __metadata__}, its checksum included} */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /** {@return the tensors' names, in the header's order} */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /**
     * {@return the tensor of that name, a view on the file}
     *
     * @throws DamagedException when there is none
     */
    public Tensor tensor(String name) throws DamagedException {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new DamagedException(file, "a tensor '" + name + "'", tensors.keySet().toString());
        }
        return tensor;
    }

    /**
     * {@return a copy of a tensor's numbers, as float32}
     *
     * @throws DamagedException when there is none of that name and kind
     */
    public float[] floats(String name) throws DamagedException {
        Tensor tensor = tensor(name);
        if (!tensor.dtype().isFloating()) {
            throw new DamagedException(file, "floating-point numbers in '" + name + "'", tensor.dtype().toString());
        }
        return tensor.floats();
    }

    /**
     * {@return a copy of an int32 tensor's numbers}
     *
     * @throws DamagedException when there is none of that name and kind
     */
    public int[] ints(String name) throws DamagedException {
        return typed(name, Dtype.INT32).toArray(ValueLayout.JAVA_INT_UNALIGNED);
    }

    /**
     * {@return a copy of an int64 tensor's numbers}
     *
     * @throws DamagedException when there is none of that name and kind
     */
    public long[] longs(String name) throws DamagedException {
        return typed(name, Dtype.INT64).toArray(ValueLayout.JAVA_LONG_UNALIGNED);
    }

    /**
     * Checks every bit of a file that {@link Safetensors} wrote.
     *
     * @throws DamagedException when it is not what was written, or carries no checksum
     */
    public void verify() throws DamagedException {
        byte[] header = header();
        if (!Seal.has(header, Safetensors.HASH_PREFIX)) {
            throw new DamagedException(file, "a checksum at the beginning of its metadata", "none");
        }
        MessageDigest digest = Fingerprints.sha256();
        digest.update(whole.asSlice(0, Long.BYTES).asByteBuffer());
        digest.update(Seal.put(header, Safetensors.HASH_PREFIX, Safetensors.NO_HASH));
        for (long at = Long.BYTES + (long) headerLength; at < whole.byteSize(); at += CHUNK) {
            digest.update(whole.asSlice(at, Math.min(CHUNK, whole.byteSize() - at)).asByteBuffer());
        }
        Seal.check(file, Seal.get(header, Safetensors.HASH_PREFIX), Fingerprints.hex(digest));
    }

    @Override
    public void close() {
        arena.close();
    }

    private byte[] header() {
        return whole.asSlice(Long.BYTES, headerLength).toArray(ValueLayout.JAVA_BYTE);
    }

    private void read(JsonNode header) throws DamagedException {
        MemorySegment data = whole.asSlice(Long.BYTES + (long) headerLength);
        long end = 0;
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            JsonNode node = entry.getValue();
            if (entry.getKey().equals(Safetensors.METADATA)) {
                node.properties().forEach(said -> metadata.put(said.getKey(), said.getValue().asString()));
                continue;
            }
            Dtype dtype = Dtype.ofSafetensors(node.required("dtype").asString());
            if (dtype == null) {
                throw new DamagedException(file, "one of " + Arrays.toString(Dtype.values()), "dtype " + node.required("dtype"));
            }
            long[] shape = StreamSupport.stream(node.required("shape").spliterator(), false).mapToLong(JsonNode::asLong).toArray();
            long from = node.required("data_offsets").required(0).asLong();
            long to = node.required("data_offsets").required(1).asLong();
            if (from < 0 || to < from || to > data.byteSize()) {
                throw new DamagedException(file, "'" + entry.getKey() + "' within " + data.byteSize() + " bytes of tensors",
                        "bytes " + from + " to " + to);
            }
            tensors.put(entry.getKey(), new Tensor(dtype, shape, data.asSlice(from, to - from)));
            end = Math.max(end, to);
        }
        if (end != data.byteSize()) {
            throw new DamagedException(file, end + " bytes of tensors", data.byteSize() + " bytes");
        }
    }

    private MemorySegment typed(String name, Dtype dtype) throws DamagedException {
        Tensor tensor = tensor(name);
        if (tensor.dtype() != dtype) {
            throw new DamagedException(file, dtype + " in '" + name + "'", tensor.dtype().toString());
        }
        return tensor.data();
    }
}
