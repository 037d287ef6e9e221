package io.mode4j.cluster.exchange;

import io.mode4j.artifact.BadInputException;
import io.mode4j.cluster.points.Centers;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.format.TorchFile;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A file of centres made by other programs, by the ending of its name: {@code .pth} or {@code .pt} (PyTorch, read without executing anything),
 * {@code .safetensors}, or {@code .npy}, which holds one array and has no names. Owns the opened file until closed. Not thread-safe.
 */
final class CenterFile implements AutoCloseable {
    private final Path file;
    private final SequencedMap<String, Tensor> tensors;
    private final Closeable opened;

    private CenterFile(Path file, SequencedMap<String, Tensor> tensors, Closeable opened) {
        this.file = file;
        this.tensors = tensors;
        this.opened = opened;
    }

    /** Whether the file has no names for its arrays, only one. */
    static boolean isNpy(Path file) {
        return file.toString().endsWith(".npy");
    }

    static CenterFile open(Path file) throws IOException {
        String name = file.toString();
        if (isNpy(file)) {
            return new CenterFile(file, new LinkedHashMap<>(Map.of("array", array(file))), () -> {});
        }
        if (name.endsWith(".safetensors")) {
            SafetensorsFile opened = SafetensorsFile.open(file);
            SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
            for (String tensor : opened.names()) {
                tensors.put(tensor, opened.tensor(tensor));
            }
            return new CenterFile(file, tensors, opened::close);
        }
        if (name.endsWith(".pth") || name.endsWith(".pt")) {
            TorchFile opened = TorchFile.open(file);
            try {
                return new CenterFile(file, opened.tensors(), opened::close);
            } catch (IOException e) {
                opened.close();
                throw e;
            }
        }
        throw new BadInputException(file + ": expected a file of centres that ends in .pth, .pt, .safetensors or .npy");
    }

    private static Tensor array(Path file) throws IOException {
        return switch (Npy.dtype(file)) {
            case INT32 -> {
                int[] values = Npy.readInts(file);
                yield Tensor.of(values, values.length);
            }
            case INT64 -> {
                long[] values = Npy.readLongs(file);
                yield Tensor.of(values, values.length);
            }
            default -> matrix(file);
        };
    }

    private static Tensor matrix(Path file) throws IOException {
        try (NpyMatrix matrix = Npy.openMatrix(file)) {
            float[] values = new float[Math.toIntExact(Math.multiplyExact(matrix.rows(), (long) matrix.dim()))];
            matrix.rows(0, (int) matrix.rows(), values);
            return Tensor.of(values, matrix.rows(), matrix.dim());
        }
    }

    /**
     * The centres under one of these names.
     *
     * @throws BadInputException when there are none
     */
    Centers centers(String... names) throws BadInputException {
        Tensor tensor = named(names).orElseThrow(() -> new BadInputException(
                "%s: expected centres [count, dim] named %s, found %s".formatted(file, String.join(" or ", names), tensors.keySet())));
        if (tensor.shape().length != 2 || tensor.shape()[0] == 0 || tensor.shape()[1] == 0) {
            throw new BadInputException(
                    "%s: expected centres [count, dim], found shape %s".formatted(file, Arrays.toString(tensor.shape())));
        }
        try {
            float[] values = tensor.floats();
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw new BadInputException(file + ": expected finite centres, found " + value);
                }
            }
            return new Centers(Math.toIntExact(tensor.shape()[0]), Math.toIntExact(tensor.shape()[1]), values);
        } catch (IllegalStateException e) {
            throw new BadInputException(file + ": " + e.getMessage(), e);
        }
    }

    /** Whole numbers under one of these names, if there are any. */
    Optional<int[]> map(String... names) throws BadInputException {
        Optional<Tensor> tensor = named(names);
        return tensor.isEmpty() ? Optional.empty() : Optional.of(integers(tensor.get()));
    }

    private int[] integers(Tensor tensor) throws BadInputException {
        return switch (tensor.dtype()) {
            case INT32 -> tensor.data().toArray(ValueLayout.JAVA_INT_UNALIGNED);
            case INT64 -> Arrays.stream(tensor.data().toArray(ValueLayout.JAVA_LONG_UNALIGNED)).mapToInt(Math::toIntExact).toArray();
            default ->
                throw new BadInputException(file + ": expected the coarse clusters as int32 or int64, found " + tensor.dtype());
        };
    }

    private Optional<Tensor> named(String... names) {
        for (String name : names) {
            @Nullable
            Tensor tensor = tensors.get(name);
            if (tensor != null) {
                return Optional.of(tensor);
            }
        }
        return isNpy(file) ? Optional.of(tensors.firstEntry().getValue()) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
