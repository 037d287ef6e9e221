package io.mode4j.format;

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
 * What a pickle of a {@link TorchFile} names, calls and refers to: storages by number type, tensors over them, parameters, dicts and sizes.
 * Everything else becomes {@link Foreign}: it has a name and does nothing, so that no pickle can make this program do anything.
 */
final class TorchObjects implements PickleObjects {
    private static final Map<String, Constructor> CONSTRUCTORS = Map.of("collections.OrderedDict", Constructor.ORDERED_DICT,
            "collections.defaultdict", Constructor.DEFAULT_DICT, "torch._utils._rebuild_tensor_v2", Constructor.TENSOR,
            "torch._utils._rebuild_parameter", Constructor.PARAMETER, "torch._utils._rebuild_parameter_with_state", Constructor.PARAMETER,
            "torch._tensor._rebuild_from_type_v2", Constructor.SUBCLASS, "torch.Size", Constructor.SIZE);

    private static final int MOST_PAIRS = 1 << 20; // one list can be given to many dicts

    private final Path file;
    private final TorchArchive archive;
    private final TensorViews views;
    private long paired;

    TorchObjects(Path file, TorchArchive archive, Arena arena) {
        this.file = file;
        this.archive = archive;
        this.views = new TensorViews(file, arena);
    }

    /** What exists only while a pickle is read. */
    sealed interface Made permits Constructor, StorageType, Storage, Foreign {
        /** {@return what it is, for messages} */
        String described();
    }

    private enum Constructor implements Made {
        ORDERED_DICT,
        DEFAULT_DICT,
        TENSOR,
        PARAMETER,
        SUBCLASS,
        SIZE;

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
    @Override
    public Made named(String name) throws IOException {
        Dtype dtype = Dtype.ofTorch(name);
        if (dtype != null) {
            return new StorageType(dtype);
        }
        Constructor constructor = CONSTRUCTORS.get(name);
        if (constructor != null) {
            return constructor;
        }
        return new Foreign(name);
    }

    /** {@return the storage of a reference (storage, type, key, device, numbers)} */
    @Override
    public Made referred(@Nullable Object reference) throws IOException {
        if (reference instanceof List<?> parts && parts.size() == 5 && parts.get(1) instanceof Foreign type) {
            return type; // numbers of another type, which no tensor is made of
        }
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

    /** {@return what a call makes: of a class that is not made an object that is not made} */
    @Override
    public Object called(@Nullable Object callee, List<?> arguments) throws IOException {
        return switch (callee) {
            case Constructor.ORDERED_DICT ->
                dict(!arguments.isEmpty() && arguments.getFirst() instanceof List<?> given ? given : List.of());
            case Constructor.DEFAULT_DICT -> dict(List.of());
            case Constructor.TENSOR -> tensor(arguments);
            case Constructor.PARAMETER -> parameter(arguments);
            case Constructor.SUBCLASS -> subclass(arguments);
            case Constructor.SIZE -> arguments.size() == 1 && arguments.getFirst() instanceof List<?> sizes ? sizes : List.of();
            case Foreign foreign -> foreign.made(arguments);
            case null, default -> throw new DamagedException(file, "a call of a class", "a call of " + PlainValues.kind(callee));
        };
    }

    private Object parameter(List<?> arguments) throws DamagedException {
        if (!arguments.isEmpty() && (arguments.getFirst() instanceof Tensor || arguments.getFirst() instanceof Foreign)) {
            return arguments.getFirst();
        }
        throw wrongArguments("_rebuild_parameter");
    }

    /** A tensor with a class or attributes of its own: (what makes it, its class, arguments, attributes). */
    private Object subclass(List<?> arguments) throws IOException {
        if (arguments.size() < 3 || !(arguments.get(2) instanceof List<?> own)) {
            throw wrongArguments("_rebuild_from_type_v2");
        }
        boolean again = arguments.getFirst() == Constructor.SUBCLASS;
        return again ? new Foreign("a tensor of several classes") : called(arguments.getFirst(), own);
    }

    private Map<Object, @Nullable Object> dict(List<?> pairs) throws DamagedException {
        paired += pairs.size();
        if (paired > MOST_PAIRS) {
            throw new DamagedException(file, "at most " + MOST_PAIRS + " pairs in lists that dicts are made of", "more");
        }
        Map<Object, @Nullable Object> made = new LinkedHashMap<>();
        for (Object pair : pairs) {
            if (!(pair instanceof List<?> two && two.size() == 2 && two.getFirst() instanceof String key)) {
                throw wrongArguments("OrderedDict");
            }
            made.put(key, two.getLast());
        }
        return made;
    }

    private Object tensor(List<?> arguments) throws IOException {
        if (!arguments.isEmpty() && arguments.getFirst() instanceof Foreign numbers) {
            return numbers;
        }
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
