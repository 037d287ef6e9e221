package io.mode4j.format;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Seal;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes safetensors files: the header's length (64 bits, little endian), the header (JSON: name to dtype, shape and offsets; padded with
 * spaces to a multiple of 8), then the tensors' bytes one after the other.
 *
 * <p>
 * {@code __metadata__.sha256} is the SHA-256 of the whole file with those 64 digits replaced by zeros, so that no bit of the file can change
 * unseen. Stateless.
 */
public final class Safetensors {
    static final String METADATA = "__metadata__";
    static final String SHA256 = "sha256";
    static final String NO_HASH = "0".repeat(64);
    static final int ALIGNMENT = 8;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int CHUNK = 1 << 16;

    private Safetensors() {}

    /**
     * A tensor: its bytes are little endian, row major.
     *
     * @param dtype the number type
     * @param shape the size of each dimension; empty for a scalar
     * @param data the bytes; not copied, so they must stay as they are while the tensor is in use
     */
    @SuppressWarnings("ArrayRecordComponent") // a view on numbers, compared by nobody
    public record Tensor(Dtype dtype, long[] shape, MemorySegment data) {
        /** Checks that the bytes are as many as the shape says. */
        public Tensor {
            if (LongStream.of(shape).anyMatch(size -> size < 0)) {
                throw new IllegalArgumentException("a shape has no negative sizes: " + Arrays.toString(shape));
            }
            long expected = LongStream.of(shape).reduce(dtype.bytes(), Math::multiplyExact);
            if (data.byteSize() != expected) {
                throw new IllegalArgumentException(
                        "%s of shape %s needs %d bytes, not %d".formatted(dtype, Arrays.toString(shape), expected, data.byteSize()));
            }
        }

        /** {@return a float32 tensor over the array} */
        public static Tensor of(float[] values, long... shape) {
            return new Tensor(Dtype.FLOAT32, shape, MemorySegment.ofArray(values));
        }

        /** {@return an int32 tensor over the array} */
        public static Tensor of(int[] values, long... shape) {
            return new Tensor(Dtype.INT32, shape, MemorySegment.ofArray(values));
        }

        /** {@return an int64 tensor over the array} */
        public static Tensor of(long[] values, long... shape) {
            return new Tensor(Dtype.INT64, shape, MemorySegment.ofArray(values));
        }

        /**
         * {@return a copy of the numbers as float32, widened from float16 and bfloat16, rounded from float64}
         *
         * @throws IllegalStateException when they are of another type
         */
        public float[] floats() {
            return switch (dtype) {
                case FLOAT32 -> data.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
                case FLOAT16 -> widened(Float::float16ToFloat);
                case BFLOAT16 -> widened(bits -> Float.intBitsToFloat(bits << 16));
                case FLOAT64 -> rounded();
                default -> throw new IllegalStateException("expected floating-point numbers, found " + dtype);
            };
        }

        private float[] rounded() {
            float[] values = new float[Math.toIntExact(data.byteSize() / Double.BYTES)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) data.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, (long) i * Double.BYTES);
            }
            return values;
        }

        private interface Widening {
            float of(short bits);
        }

        private float[] widened(Widening widening) {
            short[] bits = data.toArray(ValueLayout.JAVA_SHORT_UNALIGNED);
            float[] values = new float[bits.length];
            for (int i = 0; i < bits.length; i++) {
                values[i] = widening.of(bits[i]);
            }
            return values;
        }
    }

    /**
     * Writes the tensors in their order, atomically.
     *
     * @throws IOException when the file cannot be written
     */
    public static void write(FileLayer files, Path target, SequencedMap<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        files.write(target, content(tensors, metadata));
    }

    /** {@return what {@link #write} writes, for any store} */
    public static FileLayer.Content content(SequencedMap<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedOperationException("mode4j needs a little-endian processor");
        }
        byte[] header = header(tensors, metadata);
        MessageDigest digest = Fingerprints.sha256();
        emit(header, tensors, (bytes, length) -> digest.update(bytes, 0, length));
        byte[] sealed = Seal.put(header, HASH_PREFIX, Fingerprints.hex(digest));
        return out -> emit(sealed, tensors, (bytes, length) -> out.write(bytes, 0, length));
    }

    /** What precedes the digits in the header; {@code __metadata__} comes first there, and the hash first in it. */
    static final String HASH_PREFIX = "{\"" + METADATA + "\":{\"" + SHA256 + "\":\"";

    private static byte[] header(SequencedMap<String, Tensor> tensors, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        Map<String, String> said = new LinkedHashMap<>();
        said.put(SHA256, NO_HASH);
        new TreeMap<>(metadata).forEach((key, value) -> { // sorted: the order of Map.of changes from JVM to JVM
            if (key.equals(SHA256)) {
                throw new IllegalArgumentException("The metadata key sha256 is the file's own checksum");
            }
            said.put(key, value);
        });
        header.put(METADATA, said);
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            long end = offset + tensor.data().byteSize();
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("dtype", tensor.dtype().safetensorsName());
            described.put("shape", tensor.shape());
            described.put("data_offsets", List.of(offset, end));
            header.put(entry.getKey(), described);
            offset = end;
        }
        byte[] json = JSON.writeValueAsBytes(header);
        byte[] padded = Arrays.copyOf(json, json.length + Math.floorMod(-json.length, ALIGNMENT));
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private interface Sink {
        void take(byte[] bytes, int length) throws IOException;
    }

    private static void emit(byte[] header, SequencedMap<String, Tensor> tensors, Sink sink) throws IOException {
        sink.take(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array(), Long.BYTES);
        sink.take(header, header.length);
        byte[] chunk = new byte[CHUNK];
        for (Tensor tensor : tensors.values()) {
            MemorySegment data = tensor.data();
            for (long at = 0; at < data.byteSize(); at += CHUNK) {
                int length = (int) Math.min(CHUNK, data.byteSize() - at);
                MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, chunk, 0, length);
                sink.take(chunk, length);
            }
        }
    }
}
