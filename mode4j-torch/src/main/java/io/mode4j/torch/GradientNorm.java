package io.mode4j.torch;

import io.mode4j.torch.memory.NativeOwner;
import io.mode4j.torch.memory.NativeScope;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The length of a gradient whose stretches are on several threads: a sum of squares each, in a place of its own. */
final class GradientNorm implements AutoCloseable {
    private static final long ROW = 4096; // a float that adds up millions of squares loses three digits

    private final NativeOwner owner = new NativeOwner();
    private final Tensor squares;

    GradientNorm(TorchDevice device, int stretches) {
        try (NativeScope _ = NativeScope.open()) {
            squares = owner.own(Tensors.zeros(device, stretches));
        }
    }

    /** Takes a stretch of the step's gradient, once a step; different stretches on any threads. */
    void set(int stretch, Tensor gradient) {
        long rows = gradient.size(0) / ROW;
        Tensor rest = gradient.narrow(0, rows * ROW, gradient.size(0) - rows * ROW);
        Tensor square = rest.dot(rest);
        if (rows > 0) {
            Tensor lengths = torch.linalg_vector_norm(gradient.narrow(0, 0, rows * ROW).view(rows, ROW), Tensors.scalar(2), new long[]{1},
                    false, new ScalarTypeOptional());
            square = square.add(torch.linalg_vector_norm(lengths).square());
        }
        squares.narrow(0, stretch, 1).copy_(square);
    }

    /** {@return the length that the last step's gradient had; a GPU is waited for} */
    double value() {
        try (NativeScope _ = NativeScope.open()) {
            return Math.sqrt(squares.sum().item().toDouble());
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
