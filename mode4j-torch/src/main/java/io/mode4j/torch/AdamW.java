package io.mode4j.torch;

import io.mode4j.torch.memory.NativeOwner;
import io.mode4j.torch.memory.NativeScope;
import io.mode4j.train.OptimizerConfig;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type;

/**
 * AdamW (Loshchilov and Hutter 2019) over the flat buffers of {@link Parameters}: LibTorch's fused kernel, once for what is decayed and once for
 * the rest. Used by one thread at a time.
 */
final class AdamW implements AutoCloseable {
    private final Parameters parameters;
    private final OptimizerConfig config;
    private final NativeOwner owner = new NativeOwner();
    private final Tensor averages;
    private final Tensor squares;
    private final Tensor stepCount;
    private final OperatorHandle kernel;
    private long steps;

    AdamW(Parameters parameters, OptimizerConfig config) {
        this.parameters = parameters;
        this.config = config;
        try (NativeScope _ = NativeScope.open()) {
            this.averages = owner.own(parameters.newBuffer());
            this.squares = owner.own(parameters.newBuffer());
            this.stepCount = owner.own(Tensors.zeros(parameters.device()));
            this.kernel = owner.own(Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", ""));
        }
    }

    /** Takes one step along the parameters' gradients. */
    void step(double rate) {
        try (NativeScope _ = NativeScope.open(); NoGradGuard _ = new NoGradGuard()) {
            steps++;
            stepCount.fill_(Tensors.scalar((double) steps)); // the kernel's bias correction counts from 1
            update(rate, true, config.weightDecay());
            update(rate, false, 0);
        }
    }

    private void update(double rate, boolean decayed, double decay) {
        Tensor weights = parameters.part(parameters.flat(), decayed);
        if (weights.numel() == 0) {
            return;
        }
        kernel.callBoxed(new IValueVector(list(weights), list(parameters.part(parameters.flatGradient(), decayed)),
                list(parameters.part(averages, decayed)), list(parameters.part(squares, decayed)), list(), list(stepCount),
                new IValue(rate),
                new IValue(config.beta1()), new IValue(config.beta2()), new IValue(decay), new IValue(config.epsilon()),
                new IValue(false), new IValue(false), new IValue(), new IValue()));
    }

    private static IValue list(Tensor... tensors) {
        GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
        for (Tensor tensor : tensors) {
            list.push_back(new IValue(tensor));
        }
        return new IValue(list);
    }

    long steps() {
        return steps;
    }

    void setSteps(long taken) {
        steps = taken;
    }

    /** {@return the running mean of a parameter's gradient, a view} */
    Tensor average(ParameterSpec spec) {
        return parameters.view(averages, spec);
    }

    /** {@return the running mean of its square, a view} */
    Tensor square(ParameterSpec spec) {
        return parameters.view(squares, spec);
    }

    /** Sets a parameter's running means from row-major arrays of its size. */
    void set(ParameterSpec spec, float[] average, float[] square) {
        try (NativeScope _ = NativeScope.open(); NoGradGuard _ = new NoGradGuard()) {
            average(spec).copy_(Tensors.ofFloats(average, parameters.device(), spec.shape()));
            square(spec).copy_(Tensors.ofFloats(square, parameters.device(), spec.shape()));
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
