package io.mode4j.format;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's pickles of a dict with arrays of bytes, as the CIFAR data sets come: read without executing anything. Stateless. */
public final class PickledArrays {
    private static final String UINT8 = "u1";
    private static final int STATE = 5;

    private PickledArrays() {}

    /**
     * An array of unsigned bytes in C order.
     *
     * @param shape of it
     * @param data  its numbers
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Numbers(long[] shape, ByteBuffer data) {}

    /**
     * {@return the values of the dict that a file holds, by key: {@link Numbers}, lists of {@code Long}, and whatever else}
     *
     * @throws BadInputException when it holds something else
     * @throws DamagedException when it is cut short
     */
    public static Map<?, ?> read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0 || (bytes[0] & 0xFF) != 0x80) {
            FileKind.refuseOthers(file, Arrays.copyOf(bytes, Math.min(512, bytes.length)), "a pickle");
        }
        Object root = new PickleReader(file, ByteBuffer.wrap(bytes), new NumpyObjects(file)).read();
        if (!(root instanceof Map<?, ?> map)) {
            throw new BadInputException(file + ": expected a pickled dict, found " + PlainValues.kind(root));
        }
        return map;
    }

    private record Named(String name) {}

    private record ArrayType(String name) {}

    /** An array on its way: NumPy makes it empty and gives it a state. */
    private static final class Unbuilt {
        private Object state = "";
    }

    /** {@return the array that a value of the dict is; null when it is something else} */
    public static @Nullable Numbers numbers(Path file, @Nullable Object value) throws IOException {
        if (!(value instanceof Unbuilt unbuilt && unbuilt.state instanceof List<?> state && state.size() == STATE)) {
            return value instanceof Numbers made ? made : null;
        }
        return made(file, state.get(1), state.get(2), state.get(3), state.get(4));
    }

    private static Numbers made(Path file, @Nullable Object shape, @Nullable Object type, @Nullable Object fortran, @Nullable Object data)
            throws IOException {
        if (!(shape instanceof List<?> sizes && sizes.stream().allMatch(Long.class::isInstance) && data instanceof ByteBuffer bytes)) {
            throw new DamagedException(file, "the shape and bytes of an array", PlainValues.kind(shape) + " and " + PlainValues.kind(data));
        }
        if (!(type instanceof ArrayType(String name) && name.endsWith(UINT8)) || Boolean.TRUE.equals(fortran)) {
            throw new BadInputException(file + ": expected an array of unsigned bytes in C order, found another");
        }
        long[] lengths = sizes.stream().mapToLong(size -> (Long) size).toArray();
        long count = 1;
        for (long length : lengths) {
            count = length < 0 || length > bytes.remaining() ? -1 : count * length;
        }
        if (count != bytes.remaining()) {
            throw new DamagedException(file, "%d bytes for shape %s".formatted(bytes.remaining(), Arrays.toString(lengths)),
                    count + " bytes");
        }
        return new Numbers(lengths, bytes);
    }

    private record NumpyObjects(Path file) implements PickleObjects {

        @Override
        public Object named(String name) {
            return new Named(name);
        }

        @Override
        public Object referred(@Nullable Object reference) {
            return new Foreign("a reference");
        }

        @Override
        public Object called(@Nullable Object callee, List<?> arguments) throws IOException {
            String name = callee instanceof Named named ? named.name() : "";
            if (name.endsWith("multiarray._reconstruct")) {
                return new Unbuilt();
            }
            if (name.equals("numpy.dtype") && !arguments.isEmpty() && arguments.getFirst() instanceof String type) {
                return new ArrayType(type);
            }
            if (name.equals("_codecs.encode") && !arguments.isEmpty() && arguments.getFirst() instanceof String text) {
                return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            }
            if (name.endsWith("numeric._frombuffer") && arguments.size() == 4) {
                return made(file, arguments.get(2), arguments.get(1), "F".equals(arguments.get(3)), arguments.get(0));
            }
            return new Foreign(name);
        }

        @Override
        public boolean built(@Nullable Object made, @Nullable Object state) {
            if (made instanceof Unbuilt unbuilt && state != null) {
                unbuilt.state = state;
            }
            return made instanceof Unbuilt || made instanceof ArrayType;
        }

        @Override
        public boolean keepsBytes() {
            return true;
        }
    }
}
