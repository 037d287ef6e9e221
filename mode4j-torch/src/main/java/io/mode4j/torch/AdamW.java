package io.mode4j.torch;

import io.mode4j.clip.OptimizerConfig;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.torch.memory.NativeOwner;
import io.mode4j.torch.memory.NativeScope;
import io.mode4j.torch.ranks.TorchRanks;
import java.io.IOException;
import java.util.List;
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
 * AdamW (Loshchilov and Hutter 2019) over the flat buffer of {@link Parameters} with LibTorch's fused kernel. Each worker updates a stretch of
 * the token embedding, of the other decayed parameters and of the rest, after it has summed the shards' gradients there.
 *
 * <p>
 * With several ranks each may keep the state of its own stretch of the buffer alone, update that, and get the others' (ZeRO-1, Rajbhandari et al. 2020). What says so is for all ranks to call.
 */
final class AdamW implements AutoCloseable {
    /** That a worker updates in a step. */
    static final int STRETCHES = 3;
    private static final int ALIGNMENT = 16; // floats: stretches begin cache lines

    private final Parameters parameters;
    private final OptimizerConfig config;
    private final TorchRanks sharers;
    private final Stretch own;
    private final NativeOwner owner = new NativeOwner();
    private final Tensor averages;
    private final Tensor squares;
    private final Tensor stepCount;
    private final OperatorHandle kernel;
    private long steps;

    /**
     * With no steps taken.
     *
     * @param sharers
     *            ranks that share out the state; a rank alone keeps all of it
     */
    AdamW(Parameters parameters, OptimizerConfig config, TorchRanks sharers) {
        this.parameters = parameters;
        this.config = config;
        this.sharers = sharers;
        this.own = Stretch.of(0, parameters.flat().size(0), sharers.rank(), sharers.count());
        try (NativeScope _ = NativeScope.open()) {
            this.averages = owner.own(Tensors.zeros(parameters.device(), own.length()));
            this.squares = owner.own(Tensors.zeros(parameters.device(), own.length()));
            this.stepCount = owner.own(Tensors.zeros(parameters.device()));
            this.kernel = owner.own(Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", ""));
        }
    }

    /**
     * Takes one step.
     *
     * @param table
     *            gradient of the token embedding, flat
     * @param rest
     *            gradients of what follows it, flat, to be summed; the first one is overwritten by the sum
     * @param norm
     *            is told the gradient, in {@value #STRETCHES} stretches a worker
     */
    void step(double rate, Tensor table, List<Tensor> rest, PinnedThreads workers, GradientNorm norm) throws IOException {
        steps++;
        try (NativeScope _ = NativeScope.open(); NoGradGuard _ = new NoGradGuard()) {
            stepCount.fill_(Tensors.scalar((double) steps)); // the kernel's bias correction counts from 1
        }
        long tableEnd = parameters.tableEnd();
        long decayedEnd = parameters.decayedEnd();
        workers.run(workers.count(), i -> {
            try (NativeScope _ = NativeScope.open(); NoGradGuard _ = new NoGradGuard()) {
                Stretch embedding = Stretch.of(0, tableEnd, i, workers.count());
                Tensor tablePart = table.narrow(0, embedding.from(), embedding.length());
                norm.set(STRETCHES * i, tablePart);
                update(rate, config.weightDecay(), embedding, tablePart);
                Stretch decayed = Stretch.of(tableEnd, decayedEnd, i, workers.count());
                Tensor decayedPart = sum(rest, decayed, tableEnd);
                norm.set(STRETCHES * i + 1, decayedPart);
                update(rate, config.weightDecay(), decayed, decayedPart);
                Stretch others = Stretch.of(decayedEnd, parameters.flat().size(0), i, workers.count());
                Tensor othersPart = sum(rest, others, tableEnd);
                norm.set(STRETCHES * i + 2, othersPart);
                update(rate, 0, others, othersPart);
            }
        });
        if (sharers.areSeveral()) {
            shareParameters();
        }
    }

    private void shareParameters() throws IOException {
        try (NativeScope _ = NativeScope.open(); NoGradGuard _ = new NoGradGuard()) {
            Tensor flat = parameters.flat();
            flat.narrow(0, 0, own.from()).zero_();
            flat.narrow(0, own.to(), flat.size(0) - own.to()).zero_();
            sharers.sum(flat);
        }
    }

    /** A worker's part of a range of the buffer. */
    private record Stretch(long from, long length) {
        static Stretch of(long from, long to, int part, int parts) {
            long share = Math.ceilDiv(Math.ceilDiv(to - from, parts), ALIGNMENT) * ALIGNMENT;
            long begin = Math.min(from + part * share, to);
            return new Stretch(begin, Math.min(begin + share, to) - begin);
        }

        long to() {
            return from + length;
        }

        /** {@return what two have in common} */
        Stretch within(Stretch other) {
            long begin = Math.clamp(from, other.from, other.to());
            return new Stretch(begin, Math.clamp(to(), begin, other.to()) - begin);
        }

        /** {@return its part of a buffer that begins at a place} */
        Tensor in(Tensor buffer, long begin) {
            return buffer.narrow(0, length == 0 ? 0 : from - begin, length);
        }
    }

    private static Tensor sum(List<Tensor> gradients, Stretch stretch, long first) {
        Tensor sum = gradients.getFirst().narrow(0, stretch.from() - first, stretch.length());
        for (Tensor more : gradients.subList(1, gradients.size())) {
            sum.add_(more.narrow(0, stretch.from() - first, stretch.length()));
        }
        return sum;
    }

    private void update(double rate, double decay, Stretch summed, Tensor gradient) {
        Stretch stretch = summed.within(own);
        if (stretch.length() == 0) {
            return;
        }
        kernel.callBoxed(new IValueVector(list(stretch.in(parameters.flat(), 0)), list(stretch.in(gradient, summed.from())),
                list(stretch.in(averages, own.from())), list(stretch.in(squares, own.from())), list(), list(stepCount), new IValue(rate),
                new IValue(config.beta1()),
                new IValue(config.beta2()),
                new IValue(decay), new IValue(config.epsilon()), new IValue(false), new IValue(false), new IValue(), new IValue()));
    }

    private static IValue list(Tensor... tensors) {
        GenericList list = new GenericList(new Type.TypePtr(TensorType.get()));
        for (Tensor tensor : tensors) {
            list.push_back(new IValue(tensor));
        }
        return new IValue(list);
    }

    /** Whether ranks share out the state. */
    boolean isShared() {
        return sharers.areSeveral();
    }

    long steps() {
        return steps;
    }

    void setSteps(long taken) {
        steps = taken;
    }

    /** {@return the running mean of a parameter's gradient, in its shape} */
    Tensor average(ParameterSpec spec) throws IOException {
        return whole(averages, spec);
    }

    /** {@return the running mean of its square, in its shape} */
    Tensor square(ParameterSpec spec) throws IOException {
        return whole(squares, spec);
    }

    private Tensor whole(Tensor state, ParameterSpec spec) throws IOException {
        if (!sharers.areSeveral()) {
            return parameters.view(state, 0, spec);
        }
        Stretch place = place(spec);
        Stretch here = place.within(own);
        Tensor whole = Tensors.zeros(parameters.device(), place.length());
        here.in(whole, place.from()).copy_(here.in(state, own.from()));
        sharers.sum(whole);
        return whole.view(spec.shape());
    }

    private Stretch place(ParameterSpec spec) {
        return new Stretch(parameters.offset(spec), spec.count());
    }

    /** Sets a parameter's running means from row-major arrays of its size. */
    void set(ParameterSpec spec, float[] average, float[] square) {
        try (NativeScope _ = NativeScope.open(); NoGradGuard _ = new NoGradGuard()) {
            Stretch place = place(spec);
            Stretch here = place.within(own);
            here.in(averages, own.from()).copy_(here.in(Tensors.ofFloats(average, parameters.device(), place.length()), place.from()));
            here.in(squares, own.from()).copy_(here.in(Tensors.ofFloats(square, parameters.device(), place.length()), place.from()));
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
