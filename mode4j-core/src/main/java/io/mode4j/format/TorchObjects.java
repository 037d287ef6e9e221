package io.mode4j.format;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pickle of a {@link TorchFile} may name, call and refer to: storages by number type, tensors over them, parameters and ordered dicts.
 * Everything else is refused by name, so that no pickle can make this program do anything.
 */
final class TorchObjects {
    private static final Map<String, Dtype> STORAGES = Map.of("torch.FloatStorage", Dtype.FLOAT32, "torch.HalfStorage", Dtype.FLOAT16,
            "torch.BFloat16Storage", Dtype.BFLOAT16, "torch.LongStorage", Dtype.INT64, "torch.IntStorage", Dtype.INT32,
            "torch.ByteStorage", Dtype.UINT8);
    private static final Map<String, Constructor> CONSTRUCTORS = Map.of("collections.OrderedDict", Constructor.ORDERED_DICT,
            "torch._utils._rebuild_tensor_v2", Constructor.TENSOR, "torch._utils._rebuild_parameter", Constructor.PARAMETER);

    private final Path file;
    private final TorchArchive archive;
    private final TensorViews views;

    TorchObjects(Path file, TorchArchive archive, Arena arena) {
        this.file = file;
        this.archive = archive;
        this.views = new TensorViews(file, arena);
    }

    /** What exists only while a pickle is read. */
    sealed interface Made {
        /** {@return what it is, for messages} */
        String described();
    }

    private enum Constructor implements Made {
        ORDERED_DICT,
        TENSOR,
        PARAMETER;

        @Override
        public String described() {
            return "a class that nothing is made of";
        }
    }

    private record StorageType(Dtype dtype) implements Made {
        @Override
        public String described() {
            return "a storage type that nothing is made of";
        }
    }

    private record Storage(Dtype dtype, MemorySegment data) implements Made {
        @Override
        public String described() {
            return "a storage without a tensor";
        }
    }

    /** {@return what a pickle may name, by its module and name joined with a dot} */
    Made named(String name) throws IOException {
        Dtype dtype = STORAGES.get(name);
        if (dtype != null) {
            return new StorageType(dtype);
        }
        Constructor constructor = CONSTRUCTORS.get(name);
        if (constructor != null) {
            return constructor;
        }
        if (name.startsWith("torch.") && name.endsWith("Storage")) {
            throw new BadInputException("%s holds a %s; mode4j reads the number types %s".formatted(file, name,
                    STORAGES.keySet().stream().sorted().toList()));
        }
        throw new BadInputException(
                "%s holds an object of class %s, which mode4j never makes: it reads only tensors, numbers, strings, dicts"
                        .formatted(file, name) + " and lists. Save the state dict alone: torch.save(model.state_dict(), OUT)");
    }

    /** {@return the storage of a reference (storage, type, key, device, numbers)} */
    Made referred(@Nullable Object reference) throws IOException {
        if (!(reference instanceof List<?> parts && parts.size() == 5 && "storage".equals(parts.get(0))
                && parts.get(1) instanceof StorageType type && parts.get(2) instanceof String key && parts.get(4) instanceof Long count)) {
            throw new DamagedException(file, "references to storages", "another reference");
        }
        MemorySegment data = archive.storage(key);
        if (count < 0 || count > data.byteSize() || count * type.dtype().bytes() != data.byteSize()) {
            throw new DamagedException(file, "storage '" + key + "' of " + count + " numbers of " + type.dtype().bytes() + " bytes",
                    data.byteSize() + " bytes");
        }
        return new Storage(type.dtype(), data);
    }

    /** {@return what a call of one of the constructors makes} */
    Object called(@Nullable Object callee, List<?> arguments) throws IOException {
        return switch (callee) {
            case Constructor.ORDERED_DICT -> orderedDict(arguments);
            case Constructor.TENSOR -> tensor(arguments);
            case Constructor.PARAMETER -> {
                if (arguments.isEmpty() || !(arguments.getFirst() instanceof Tensor tensor)) {
                    throw wrongArguments("_rebuild_parameter");
                }
                yield tensor;
            }
            case null, default -> throw new DamagedException(file, "a call of a class", "a call of " + PlainValues.kind(callee));
        };
    }

    private Map<Object, @Nullable Object> orderedDict(List<?> arguments) throws DamagedException {
        Map<Object, @Nullable Object> made = new LinkedHashMap<>();
        List<?> pairs = !arguments.isEmpty() && arguments.getFirst() instanceof List<?> given ? given : List.of();
        for (Object pair : pairs) {
            if (!(pair instanceof List<?> two && two.size() == 2 && two.getFirst() instanceof String key)) {
                throw wrongArguments("OrderedDict");
            }
            made.put(key, two.getLast());
        }
        return made;
    }

    private Tensor tensor(List<?> arguments) throws IOException {
        if (arguments.size() < 4 || !(arguments.get(0) instanceof Storage storage && arguments.get(1) instanceof Long offset
                && arguments.get(2) instanceof List<?> shape && arguments.get(3) instanceof List<?> strides)) {
            throw wrongArguments("_rebuild_tensor_v2");
        }
        return views.view(storage.dtype(), storage.data(), offset, numbers(shape), numbers(strides));
    }

    private long[] numbers(List<?> values) throws DamagedException {
        long[] numbers = new long[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(values.get(i) instanceof Long number)) {
                throw wrongArguments("_rebuild_tensor_v2");
            }
            numbers[i] = number;
        }
        return numbers;
    }

    private DamagedException wrongArguments(String constructor) {
        return new DamagedException(file, "the arguments that torch.save gives " + constructor, "others");
    }
}
