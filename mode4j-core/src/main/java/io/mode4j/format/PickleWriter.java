package io.mode4j.format;

import io.mode4j.format.Safetensors.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pickles plain values as {@code torch.save} does, protocol 2, without a memo. Tensors become references to storages, one each, in order. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Tensor> storages = new ArrayList<>();

    private PickleWriter() {}

    static PickleWriter of(Object root) {
        PickleWriter writer = new PickleWriter();
        writer.out.write(0x80);
        writer.out.write(2);
        writer.value(root);
        writer.out.write('.');
        return writer;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** {@return the tensors, whose bytes are the storages 0, 1, …} */
    List<Tensor> storages() {
        return storages;
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.write('N');
            case Boolean truth -> out.write(truth ? 0x88 : 0x89);
            case Long number -> number(number);
            case Integer number -> number(number);
            case Double number -> {
                out.write('G');
                out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
            }
            case String text -> text(text);
            case Tensor tensor -> tensor(tensor);
            case List<?> list -> {
                out.write(']');
                out.write('(');
                list.forEach(this::value);
                out.write('e');
            }
            case Map<?, ?> map -> {
                out.write('}');
                out.write('(');
                map.forEach((key, item) -> {
                    value(key);
                    value(item);
                });
                out.write('u');
            }
            default ->
                throw new IllegalArgumentException("torch files hold tensors, numbers, strings, maps and lists, not " + value.getClass());
        }
    }

    private void tensor(Tensor tensor) {
        named("torch._utils", "_rebuild_tensor_v2");
        out.write('(');
        long[] shape = tensor.shape();
        storage(tensor);
        number(0);
        tuple(shape);
        tuple(strides(shape));
        out.write(0x89); // needs no gradient
        emptyDict();
        out.write('t');
        out.write('R');
    }

    private void storage(Tensor tensor) {
        out.write('(');
        text("storage");
        String name = tensor.dtype().torchName();
        named("torch", name.substring(name.indexOf('.') + 1));
        text(Integer.toString(storages.size()));
        text("cpu");
        number(tensor.data().byteSize() / tensor.dtype().bytes());
        out.write('t');
        out.write('Q');
        storages.add(tensor);
    }

    private static long[] strides(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(1, shape[i]);
        }
        return strides;
    }

    /** The tensor's backward hooks, of which there are none. */
    private void emptyDict() {
        named("collections", "OrderedDict");
        out.write(')');
        out.write('R');
    }

    private void named(String module, String name) {
        out.write('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void tuple(long[] numbers) {
        out.write('(');
        for (long number : numbers) {
            number(number);
        }
        out.write('t');
    }

    private void number(long number) {
        if (number == (int) number) {
            out.write('J');
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt((int) number).array());
        } else {
            out.write(0x8a);
            out.write(Long.BYTES);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length).array());
        out.writeBytes(bytes);
    }
}
