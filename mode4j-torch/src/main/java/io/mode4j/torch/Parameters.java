package io.mode4j.torch;

import io.mode4j.artifact.RandomStream;
import io.mode4j.torch.memory.NativeOwner;
import io.mode4j.torch.memory.NativeScope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A model's weights: float32 views of one flat buffer, and, for training, their gradients as views of another one of the same layout, so that
 * the optimiser is one call. Decayed parameters come before the others in the buffer.
 *
 * <p>
 * The token embedding needs no dense gradient: a batch touches a few hundred of its rows. {@link #rows} hands them out as a leaf of its own,
 * {@link #collectRowGradients} adds what came back, and {@link #clearGradients} zeroes only those. Exact, and it saves three passes over the
 * largest parameter of a small model. Reading is thread-safe; the gradient methods belong to one thread.
 */
final class Parameters implements AutoCloseable {
    private static final int ALIGNMENT = 16; // floats: every parameter begins a cache line

    private final List<ParameterSpec> specs;
    private final TorchDevice device;
    private final Precision precision;
    private final boolean trained;
    private final NativeOwner owner = new NativeOwner();
    private final Map<String, Tensor> values = new LinkedHashMap<>();
    private final Map<String, Tensor> gradients = new LinkedHashMap<>();
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    private final List<Rows> gathered = new ArrayList<>();
    private final long decayed;
    private final Tensor flat;
    private final Tensor flatGradient;

    /** Rows of a table that a step took. */
    private record Rows(String table, Tensor ids, Tensor leaf) {}

    /** Makes them, all zero; {@code trained} ones get gradients. */
    Parameters(List<ParameterSpec> specs, TorchDevice device, Precision precision, boolean trained) {
        this.specs = List.copyOf(specs);
        this.device = device;
        this.precision = precision;
        this.trained = trained;
        long end = place(true, 0);
        this.decayed = end;
        long size = place(false, end);
        try (NativeScope _ = NativeScope.open()) {
            this.flat = owner.own(Tensors.zeros(device, size));
            this.flatGradient = owner.own(Tensors.zeros(device, trained ? size : 0));
            specs.forEach(this::makeViews);
        }
    }

    private long place(boolean decayedOnes, long from) {
        long at = from;
        for (ParameterSpec spec : specs) {
            if (spec.decayed() == decayedOnes) {
                offsets.put(spec.name(), at);
                at += Math.ceilDiv(spec.count(), ALIGNMENT) * ALIGNMENT;
            }
        }
        return at;
    }

    private void makeViews(ParameterSpec spec) {
        Tensor value = view(flat, spec).detach();
        if (trained) {
            Tensor gradient = owner.own(view(flatGradient, spec));
            value.set_requires_grad(true);
            value.mutable_grad().put(gradient);
            gradients.put(spec.name(), gradient);
        }
        values.put(spec.name(), owner.own(value));
    }

    /** {@return the part of a buffer of this layout that is a parameter, in its shape} */
    Tensor view(Tensor buffer, ParameterSpec spec) {
        return buffer.narrow(0, offset(spec.name()), spec.count()).view(spec.shape());
    }

    private long offset(String name) {
        Long offset = offsets.get(name);
        if (offset == null) {
            throw new IllegalArgumentException("no parameter '" + name + "'");
        }
        return offset;
    }

    /** Draws every parameter from its distribution; each has a random stream of its own. */
    void initialise(long seed) {
        for (ParameterSpec spec : specs) {
            float[] drawn = new float[Math.toIntExact(spec.count())];
            spec.initial().fill(drawn, RandomStream.of(seed, "weights", spec.name()));
            set(spec, drawn);
        }
    }

    /** Sets a parameter from a row-major array of its size. */
    void set(ParameterSpec spec, float[] numbers) {
        try (NativeScope _ = NativeScope.open(); NoGradGuard _ = new NoGradGuard()) {
            value(spec.name()).copy_(Tensors.ofFloats(numbers, device, spec.shape()));
        }
    }

    List<ParameterSpec> specs() {
        return specs;
    }

    TorchDevice device() {
        return device;
    }

    Precision precision() {
        return precision;
    }

    /** {@return a parameter in float32} */
    Tensor value(String name) {
        Tensor value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter '" + name + "'");
        }
        return value;
    }

    /** {@return a factor of matrix products, in their number type; gradients flow through the rounding} */
    Tensor factor(String name) {
        Tensor value = value(name);
        return precision == Precision.FP32 ? value : value.to(precision.type());
    }

    /** {@return the gradient of the last backward pass} */
    Tensor gradient(String name) {
        Tensor gradient = gradients.get(name);
        if (gradient == null) {
            throw new IllegalArgumentException("no gradient '" + name + "'");
        }
        return gradient;
    }

    /** {@return the rows of a table, [ids, W]; both belong to the caller's scope, which must last until the gradients are cleared} */
    Tensor rows(String table, Tensor ids) {
        Tensor rows = value(table).detach().index_select(0, ids);
        if (trained) {
            rows.set_requires_grad(true);
            gathered.add(new Rows(table, ids, rows));
        }
        return rows;
    }

    /** Adds the gradients of the rows taken since the last clearing to their tables'; call it after the backward pass. */
    void collectRowGradients() {
        for (Rows rows : gathered) {
            gradient(rows.table()).index_add_(0, rows.ids(), rows.leaf().grad());
        }
    }

    /** Zeroes all gradients. */
    void clearGradients() {
        for (Rows rows : gathered) {
            gradient(rows.table()).index_fill_(0, rows.ids(), Tensors.scalar(0));
        }
        gathered.clear();
        long at = 0;
        ParameterSpec first = specs.getFirst();
        if (first.name().equals(ClipParameters.TOKEN_EMBEDDING)) {
            at = first.count(); // at the buffer's beginning, and zero again
        }
        flatGradient.narrow(0, at, flatGradient.size(0) - at).zero_();
    }

    /** {@return a new zeroed buffer of the same layout, the caller's} */
    Tensor newBuffer() {
        return Tensors.zeros(device, flat.size(0));
    }

    /** {@return the part of a buffer of this layout, or of values or gradients, that is decayed, or that is not} */
    Tensor part(Tensor buffer, boolean decayedPart) {
        return decayedPart ? buffer.narrow(0, 0, decayed) : buffer.narrow(0, decayed, buffer.size(0) - decayed);
    }

    Tensor flat() {
        return flat;
    }

    Tensor flatGradient() {
        return flatGradient;
    }

    @Override
    public void close() {
        owner.close();
    }

    /** {@return the parameters in the order of their names, for files} */
    List<ParameterSpec> sorted() {
        return specs.stream().sorted(Comparator.comparing(ParameterSpec::name)).toList();
    }
}
