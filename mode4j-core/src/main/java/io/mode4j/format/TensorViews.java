package io.mode4j.format;

import io.mode4j.artifact.DamagedException;
import io.mode4j.format.Safetensors.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Tensors over storages: offset, sizes and strides, all counted in numbers. A row-major tensor is a view; any other is copied, all copies together
 * in no more memory than the file takes.
 */
final class TensorViews {
    private final Path file;
    private final Arena arena;
    private long copied;

    TensorViews(Path file, Arena arena) {
        this.file = file;
        this.arena = arena;
    }

    /** {@return the row-major tensor} */
    Tensor view(Dtype dtype, MemorySegment storage, long offset, long[] shape, long[] strides) throws DamagedException {
        long numbers = storage.byteSize() / dtype.bytes();
        try {
            long count = 1;
            for (long size : shape) {
                count = Math.multiplyExact(count, size);
            }
            long last = offset;
            for (int i = 0; i < shape.length; i++) {
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, shape[i] - 1), strides[i]));
            }
            boolean fits = strides.length == shape.length && offset >= 0 && offset <= numbers && count <= numbers
                    && Arrays.stream(shape).allMatch(size -> size >= 0) && Arrays.stream(strides).allMatch(stride -> stride >= 0)
                    && (count == 0 || last < numbers);
            if (fits) {
                MemorySegment rest = storage.asSlice(offset * dtype.bytes());
                MemorySegment data = count == 0 || isRowMajor(shape, strides)
                        ? rest.asSlice(0, count * dtype.bytes())
                        : gathered(dtype.bytes(), rest, count, shape, strides);
                return new Tensor(dtype, shape, data);
            }
        } catch (ArithmeticException | IndexOutOfBoundsException _) {
            // the same as what does not fit
        }
        throw new DamagedException(file, "tensors inside their storages, no number twice", "sizes %s, strides %s from %d on, of %d numbers"
                .formatted(Arrays.toString(shape), Arrays.toString(strides), offset, numbers));
    }

    private static boolean isRowMajor(long[] shape, long[] strides) {
        long expected = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            if (shape[i] != 1 && strides[i] != expected) {
                return false;
            }
            expected *= shape[i];
        }
        return true;
    }

    private MemorySegment gathered(int bytes, MemorySegment from, long count, long[] shape, long[] strides) throws DamagedException {
        copied += count * bytes;
        if (copied > Math.max(from.byteSize(), 1 << 20) + file.toFile().length()) {
            throw new DamagedException(file, "each number in one tensor", "more numbers in transposed tensors than the file holds");
        }
        MemorySegment copy = arena.allocate(count * bytes, Long.BYTES);
        long[] index = new long[shape.length];
        long at = 0;
        for (long i = 0; i < count; i++) {
            MemorySegment.copy(from, at * bytes, copy, i * bytes, bytes);
            for (int d = shape.length - 1; d >= 0; d--) { // to the next index, as an odometer turns
                at += strides[d];
                if (++index[d] < shape[d]) {
                    break;
                }
                at -= shape[d] * strides[d];
                index[d] = 0;
            }
        }
        return copy;
    }
}
