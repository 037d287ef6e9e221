package io.mode4j.format;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * NumPy's {@code .npy} files; written in version 1.0, C order and little endian, read in versions 1 to 3, either order of numbers and of bytes. Letters: R rows, D numbers a row. Stateless.
 *
 * <p>
 * The format has no room for a checksum: {@link Manifest} holds one for every file of a folder.
 */
public final class Npy {
    private static final int CHUNK = 1 << 14;

    /** Where a matrix's rows come from, one at a time, so that no matrix need fit in memory. */
    @FunctionalInterface
    public interface RowSource {
        /** Fills {@code into} ([D]) with the row of that index; called once for each, in order. */
        void row(long index, float[] into) throws IOException;
    }

    private Npy() {}

    /**
     * Writes a matrix [R, D] of {@link Dtype#FLOAT16} or {@link Dtype#FLOAT32}.
     *
     * @throws IOException when it cannot be written, or from {@code source}
     */
    public static void writeMatrix(FileLayer files, Path target, Dtype dtype, long rows, int dim, RowSource source) throws IOException {
        writeArray(files, target, dtype, source, rows, dim);
    }

    /**
     * Writes an array of {@link Dtype#FLOAT16} or {@link Dtype#FLOAT32}; what lies behind one index of the first dimension is a row.
     *
     * @param shape R, then one or more dimensions whose product is D
     * @throws IOException when it cannot be written, or from {@code source}
     */
    public static void writeArray(FileLayer files, Path target, Dtype dtype, RowSource source, long... shape) throws IOException {
        files.write(target, array(dtype, source, shape));
    }

    /** {@return what {@link #writeArray} writes, for any store} */
    public static FileLayer.Content array(Dtype dtype, RowSource source, long... shape) {
        if (!isFloat(dtype)) {
            throw new IllegalArgumentException("An array of rows is FLOAT16 or FLOAT32, not " + dtype);
        }
        long rows = shape[0];
        int dim = Math.toIntExact(Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact));
        return out -> {
            NpyHeader.write(out, dtype, shape);
            float[] row = new float[dim];
            ByteBuffer bytes = ByteBuffer.allocate(dim * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (long r = 0; r < rows; r++) {
                source.row(r, row);
                bytes.clear();
                if (dtype == Dtype.FLOAT32) {
                    bytes.asFloatBuffer().put(row);
                } else {
                    for (float value : row) {
                        bytes.putShort(Float.floatToFloat16(value));
                    }
                }
                out.write(bytes.array());
            }
        };
    }

    /** Writes a matrix [R, D] of int64, each row filled up with 0; rows are at most D long. */
    public static void writeRows(FileLayer files, Path target, List<int[]> rows, int dim) throws IOException {
        files.write(target, out -> {
            NpyHeader.write(out, Dtype.INT64, rows.size(), dim);
            ByteBuffer bytes = ByteBuffer.allocate(dim * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int[] row : rows) {
                Arrays.fill(bytes.array(), (byte) 0);
                LongBuffer numbers = bytes.clear().asLongBuffer();
                for (int number : row) {
                    numbers.put(number);
                }
                out.write(bytes.array());
            }
        });
    }

    /** Writes a vector of float32. */
    public static void writeFloats(FileLayer files, Path target, float[] values) throws IOException {
        files.write(target, floats(values));
    }

    /** {@return what {@link #writeFloats} writes, for any store} */
    public static FileLayer.Content floats(float[] values) {
        return out -> {
            NpyHeader.write(out, Dtype.FLOAT32, values.length);
            inChunks(out, values.length, Float.BYTES, (bytes, from, count) -> bytes.asFloatBuffer().put(values, from, count));
        };
    }

    /** Writes a vector of int32. */
    public static void writeInts(FileLayer files, Path target, int[] values) throws IOException {
        files.write(target, ints(values));
    }

    /** {@return what {@link #writeInts} writes, for any store} */
    public static FileLayer.Content ints(int[] values) {
        return out -> {
            NpyHeader.write(out, Dtype.INT32, values.length);
            inChunks(out, values.length, Integer.BYTES, (bytes, from, count) -> bytes.asIntBuffer().put(values, from, count));
        };
    }

    /** Writes a vector of int64. */
    public static void writeLongs(FileLayer files, Path target, long[] values) throws IOException {
        files.write(target, out -> {
            NpyHeader.write(out, Dtype.INT64, values.length);
            inChunks(out, values.length, Long.BYTES, (bytes, from, count) -> bytes.asLongBuffer().put(values, from, count));
        });
    }

    /**
     * Opens a matrix [R, D] of float16, float32 or float64 in place; the caller closes it.
     *
     * @throws BadInputException when it is an array of another kind
     * @throws DamagedException when it is none, or its size is not what its header says
     */
    @SuppressWarnings("MustBeClosedChecker") // the matrix owns the arena
    public static NpyMatrix openMatrix(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            NpyHeader header = requireMatrix(file, NpyHeader.read(file, channel));
            Arena arena = Arena.ofShared();
            try {
                MemorySegment whole = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
                return new NpyMatrix(file, arena, whole.asSlice(header.dataOffset()), header);
            } catch (Throwable e) {
                arena.close();
                throw e;
            }
        }
    }

    /**
     * The size of a matrix.
     *
     * @param beginning of the file, which holds its head
     * @param place for messages
     * @return R and D
     * @throws BadInputException when it is not a matrix of float16, float32 or float64
     */
    public static long[] matrixShape(byte[] beginning, Path place) throws IOException {
        return requireMatrix(place, NpyHeader.beginning(place, beginning)).shape();
    }

    private static NpyHeader requireMatrix(Path file, NpyHeader header) throws BadInputException {
        boolean matrix = header.shape().length == 2 && header.shape()[1] > 0 && header.shape()[1] <= Integer.MAX_VALUE;
        if (!matrix || !header.dtype().isFloating()) {
            throw new BadInputException(
                    "%s: expected a matrix [rows, numbers a row] of float16, float32 or float64, at least one number a row, found %s."
                            .formatted(file, header.words()));
        }
        return header;
    }

    /**
     * {@return the numbers of a float32 vector}
     *
     * @throws BadInputException when it is not one
     */
    public static float[] readFloats(Path file) throws IOException {
        ByteBuffer data = readVector(file, Dtype.FLOAT32);
        float[] values = new float[data.remaining() / Float.BYTES];
        data.asFloatBuffer().get(values);
        return values;
    }

    /**
     * {@return the numbers of an int32 vector}
     *
     * @throws BadInputException when it is not one
     */
    public static int[] readInts(Path file) throws IOException {
        ByteBuffer data = readVector(file, Dtype.INT32);
        int[] values = new int[data.remaining() / Integer.BYTES];
        data.asIntBuffer().get(values);
        return values;
    }

    /**
     * {@return the numbers of an int64 vector}
     *
     * @throws BadInputException when it is not one
     */
    public static long[] readLongs(Path file) throws IOException {
        ByteBuffer data = readVector(file, Dtype.INT64);
        long[] values = new long[data.remaining() / Long.BYTES];
        data.asLongBuffer().get(values);
        return values;
    }

    /**
     * {@return the number type of an array}
     *
     * @throws BadInputException when it is one that has no name here
     * @throws DamagedException when it is no array, or its size is not what its header says
     */
    public static Dtype dtype(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return NpyHeader.read(file, channel).dtype();
        }
    }

    /**
     * {@return the numbers of an array that was read, in the file's order, whatever its shape and type}
     *
     * @param name names it in messages
     * @throws BadInputException when its numbers are of a kind that is not read
     * @throws DamagedException when it is none
     */
    public static double[] numbers(Path name, byte[] file) throws IOException {
        NpyHeader header = NpyHeader.read(name, NpyHeader.Source.of(file));
        ByteBuffer data = ByteBuffer.wrap(file).order(header.order()).position(Math.toIntExact(header.dataOffset()));
        double[] numbers = new double[Math.toIntExact(header.count())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(name, header, data);
        }
        return numbers;
    }

    /**
     * {@return the texts of a vector of NumPy's type U; null when it is an array of another kind}
     *
     * @throws DamagedException when it is no array, or cut short
     */
    public static @Nullable List<String> texts(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            NpyHeader.TextVector vector = NpyHeader.texts(file, NpyHeader.Source.of(channel));
            if (vector == null) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(vector.order()).position((int) vector.dataOffset());
            List<String> texts = new ArrayList<>(vector.count());
            for (int i = 0; i < vector.count(); i++) {
                StringBuilder text = new StringBuilder(vector.letters());
                for (int letter = 0; letter < vector.letters(); letter++) {
                    int code = bytes.getInt();
                    if (code != 0) {
                        text.append(Character.isValidCodePoint(code) ? Character.toString(code) : "?");
                    }
                }
                texts.add(text.toString());
            }
            return texts;
        }
    }

    /**
     * What an array of bytes holds, behind one index of the first dimension after the other.
     *
     * @param shape      of the whole
     * @param dataOffset where the first number is, in bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Bytes(long[] shape, long dataOffset) {}

    /**
     * {@return where the numbers of an array of bytes are, in C order}
     *
     * @throws BadInputException when it is one of other numbers
     */
    public static Bytes bytes(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            NpyHeader header = NpyHeader.read(file, channel);
            if (header.dtype() != Dtype.UINT8 || header.fortran()) {
                throw new BadInputException(
                        "%s: expected unsigned bytes in C order, found %s%s. Save it as a.astype('uint8')".formatted(file,
                                header.words(), header.fortran() ? " in Fortran order" : ""));
            }
            return new Bytes(header.shape(), header.dataOffset());
        }
    }

    private static double number(Path name, NpyHeader header, ByteBuffer data) throws BadInputException {
        return switch (header.dtype()) {
            case BOOL, UINT8 -> data.get() & 0xFF;
            case INT8 -> data.get();
            case INT16 -> data.getShort();
            case UINT16 -> data.getShort() & 0xFFFF;
            case INT32 -> data.getInt();
            case UINT32 -> Integer.toUnsignedLong(data.getInt());
            case INT64, UINT64 -> data.getLong();
            case FLOAT16 -> Float.float16ToFloat(data.getShort());
            case FLOAT32 -> data.getFloat();
            case FLOAT64 -> data.getDouble();
            default -> throw new BadInputException("%s: expected numbers, found %s".formatted(name, header.words()));
        };
    }

    private static boolean isFloat(Dtype dtype) {
        return dtype == Dtype.FLOAT16 || dtype == Dtype.FLOAT32;
    }

    private static ByteBuffer readVector(Path file, Dtype dtype) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            NpyHeader header = NpyHeader.read(file, channel);
            if (header.shape().length != 1 || header.dtype() != dtype) {
                throw new BadInputException("%s: expected a vector of %s, found %s.".formatted(file, dtype, header.words()));
            }
            long bytes = channel.size() - header.dataOffset();
            if (bytes > Integer.MAX_VALUE) {
                throw new DamagedException(file, "a vector of less than 2 GiB", bytes + " bytes");
            }
            ByteBuffer data = ByteBuffer.allocate((int) bytes).order(header.order());
            channel.position(header.dataOffset());
            while (data.hasRemaining() && channel.read(data) >= 0) {
                // reads on until the vector is whole
            }
            return data.flip();
        }
    }

    /** Puts {@code count} numbers from index {@code from} into the beginning of {@code bytes}. */
    private interface Chunk {
        void put(ByteBuffer bytes, int from, int count);
    }

    private static void inChunks(OutputStream out, int count, int size, Chunk chunk) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < count; from += CHUNK) {
            int length = Math.min(CHUNK, count - from);
            chunk.put(bytes.clear(), from, length);
            out.write(bytes.array(), 0, length * size);
        }
    }
}
