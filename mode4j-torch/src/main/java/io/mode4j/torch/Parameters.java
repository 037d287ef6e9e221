package io.mode4j.torch;

import io.mode4j.artifact.RandomStream;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.torch.memory.NativeOwner;
import io.mode4j.torch.memory.NativeScope;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A model's parameters: float32 views of one flat buffer, so that the optimiser goes through memory in a line. The token embedding comes first,
 * then the other decayed parameters, then those that are not decayed. Reading is thread-safe.
 */
final class Parameters implements Weights, AutoCloseable {
    private static final int ALIGNMENT = 16; // floats: every parameter begins a cache line

    private final List<ParameterSpec> specs;
    private final TorchDevice device;
    private final Precision precision;
    private final NativeOwner owner = new NativeOwner();
    private final Map<String, Tensor> values = new LinkedHashMap<>();
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    private final Map<Outputs, Tensor> prepared = new HashMap<>(); // guarded by this
    private final long table;
    private final long decayed;
    private final Tensor flat;
    private volatile boolean frozen;

    /** A layer's outputs from one on, as a factor of products. */
    private record Outputs(String name, long from, long count, boolean packed) {}

    /** Makes them, all zero; the token embedding is the first. */
    Parameters(List<ParameterSpec> specs, TorchDevice device, Precision precision) {
        this.specs = List.copyOf(specs);
        this.device = device;
        this.precision = precision;
        this.table = place(specs.subList(0, 1), true, 0);
        this.decayed = place(specs.subList(1, specs.size()), true, table);
        long size = place(specs.subList(1, specs.size()), false, decayed);
        try (NativeScope _ = NativeScope.open()) {
            this.flat = owner.own(Tensors.zeros(device, size));
            specs.forEach(spec -> values.put(spec.name(), owner.own(view(flat, 0, spec))));
        }
    }

    private long place(List<ParameterSpec> some, boolean decayedOnes, long from) {
        long at = from;
        for (ParameterSpec spec : some) {
            if (spec.decayed() == decayedOnes) {
                offsets.put(spec.name(), at);
                at += Math.ceilDiv(spec.count(), ALIGNMENT) * ALIGNMENT;
            }
        }
        return at;
    }

    /**
     * {@return a parameter's place in a buffer, in its shape}
     *
     * @param first
     *            place in the layout at which the buffer begins
     */
    Tensor view(Tensor buffer, long first, ParameterSpec spec) {
        return buffer.narrow(0, offset(spec) - first, spec.count()).view(spec.shape());
    }

    /** {@return a parameter's place in the layout} */
    long offset(ParameterSpec spec) {
        Long offset = offsets.get(spec.name());
        if (offset == null) {
            throw unknown(spec.name());
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

    /** From now on rounds and lays out each factor of products once, when it is first asked for: for models that only answer. Values set later do not reach them. */
    void freeze() {
        frozen = true;
    }

    @Override
    public Tensor factor(String name) {
        if (!frozen || precision == Precision.FP32) {
            return Weights.super.factor(name);
        }
        return prepared(new Outputs(name, 0, value(name).size(0), false));
    }

    @Override
    public @Nullable Tensor prepacked(String name, long from, long outputs) {
        return frozen && PrepackedLinear.fits(this) ? prepared(new Outputs(name, from, outputs, true)) : null;
    }

    private synchronized Tensor prepared(Outputs part) {
        return prepared.computeIfAbsent(part, _ -> {
            try (NativeScope _ = NativeScope.open(); NoGradGuard _ = new NoGradGuard()) {
                Tensor rounded = precision.factor(value(part.name).narrow(0, part.from, part.count));
                return owner.own(part.packed ? PrepackedLinear.pack(rounded) : rounded);
            }
        });
    }

    List<ParameterSpec> specs() {
        return specs;
    }

    /** {@return the parameters in the order of their names, for files} */
    List<ParameterSpec> sorted() {
        return specs.stream().sorted(Comparator.comparing(ParameterSpec::name)).toList();
    }

    @Override
    public TorchDevice device() {
        return device;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public Tensor value(String name) {
        Tensor value = values.get(name);
        if (value == null) {
            throw unknown(name);
        }
        return value;
    }

    @Override
    public Tensor rows(String name, Tensor ids) {
        return value(name).index_select(0, ids);
    }

    /** {@return the buffer of all} */
    Tensor flat() {
        return flat;
    }

    /** {@return where the token embedding ends, and what is not looked up by rows begins} */
    long tableEnd() {
        return table;
    }

    /** {@return where the decayed parameters end} */
    long decayedEnd() {
        return decayed;
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("no parameter '" + name + "'");
    }

    @Override
    public void close() {
        owner.close();
    }
}
