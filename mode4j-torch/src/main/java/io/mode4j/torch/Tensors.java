package io.mode4j.torch;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Arrays to tensors and back. What is made belongs to the caller's scope. Thread-safe. */
final class Tensors {

    private Tensors() {}

    /** {@return a uint8 tensor with a copy of the bytes from an offset on} */
    static Tensor ofBytes(byte[] values, int offset, TorchDevice device, long... shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        BytePointer copy = new BytePointer(count);
        copy.put(values, offset, Math.toIntExact(count));
        return onDevice(torch.from_blob(copy, shape, new TensorOptions(ScalarType.Byte)), device);
    }

    static Tensor ofLongs(long[] values, TorchDevice device, long... shape) {
        return onDevice(torch.from_blob(new LongPointer(values), shape, new TensorOptions(ScalarType.Long)), device);
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
        return onDevice(torch.zeros(shape, new TensorOptions(ScalarType.Float)), device);
    }

    static TensorOptional optional(Tensor tensor) {
        return new TensorOptional(tensor);
    }

    static Scalar scalar(double value) {
        return new Scalar(value);
    }

    private static Tensor onDevice(Tensor tensor, TorchDevice device) {
        return device.isCuda() ? tensor.to(device.toTorch(), tensor.dtype().toScalarType().intern()) : tensor;
    }
}
