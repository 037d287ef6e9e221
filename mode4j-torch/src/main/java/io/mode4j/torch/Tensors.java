package io.mode4j.torch;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.global.torch;

/** Arrays to tensors and back. What is made belongs to the caller's scope. Thread-safe. */
final class Tensors {
    private static final int BLOCK = 1 << 20; // bytes

    private Tensors() {}

    /** {@return a uint8 tensor with a copy of the bytes from an offset on} */
    static Tensor ofBytes(byte[] values, int offset, TorchDevice device, long... shape) {
        int count = Math.toIntExact(LongStream.of(shape).reduce(1, Math::multiplyExact));
        if (device.isCuda()) {
            return copied(pinned(values, offset, count, shape), device);
        }
        BytePointer copy = new BytePointer((long) count);
        copy.put(values, offset, count);
        return torch.from_blob(copy, shape, new TensorOptions(ScalarType.Byte));
    }

    /** Pictures are most of what goes to a GPU, and a core copies slower than the bus: several copy. */
    private static Tensor pinned(byte[] values, int offset, int count, long[] shape) {
        Tensor copy = torch.empty(shape, new TensorOptions(ScalarType.Byte).pinned_memory(new BoolOptional(true)),
                new MemoryFormatOptional());
        MemorySegment target = MemorySegment.ofAddress(copy.data_ptr().address()).reinterpret(count);
        IntStream.range(0, Math.ceilDiv(count, BLOCK)).parallel().forEach(i -> {
            int from = i * BLOCK;
            MemorySegment.copy(values, offset + from, target, ValueLayout.JAVA_BYTE, from, Math.min(BLOCK, count - from));
        });
        return copy;
    }

    static Tensor ofLongs(long[] values, TorchDevice device, long... shape) {
        return onDevice(torch.from_blob(new LongPointer(values), shape, new TensorOptions(ScalarType.Long)), device);
    }

    static Tensor ofInts(int[] values, TorchDevice device, long... shape) {
        return onDevice(torch.from_blob(new IntPointer(values), shape, new TensorOptions(ScalarType.Int)), device);
    }

    static Tensor ofFloats(float[] values, TorchDevice device, long... shape) {
        return onDevice(torch.from_blob(new FloatPointer(values), shape, new TensorOptions(ScalarType.Float)), device);
    }

    /** {@return a copy of a tensor's numbers, row major} */
    static float[] toFloats(Tensor tensor) {
        Tensor values = tensor.detach().cpu().to(ScalarType.Float).contiguous();
        float[] copy = new float[Math.toIntExact(values.numel())];
        if (copy.length > 0) {
            values.data_ptr_float().get(copy);
        }
        return copy;
    }

    static Tensor zeros(TorchDevice device, long... shape) {
        return torch.zeros(shape, new TensorOptions(ScalarType.Float).device(new DeviceOptional(device.toTorch())));
    }

    static TensorOptional optional(Tensor tensor) {
        return new TensorOptional(tensor);
    }

    static Scalar scalar(double value) {
        return new Scalar(value);
    }

    private static Tensor onDevice(Tensor tensor, TorchDevice device) {
        return device.isCuda() ? copied(tensor.pin_memory(), device) : tensor;
    }

    /** Nobody waits for it: the copy takes its turn behind the work that the GPU has, and LibTorch keeps pinned memory until it is done. */
    private static Tensor copied(Tensor pinned, TorchDevice device) {
        return pinned.to(device.toTorch(), pinned.dtype().toScalarType().intern(), true, false, new MemoryFormatOptional());
    }
}
