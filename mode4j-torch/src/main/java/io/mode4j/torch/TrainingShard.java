package io.mode4j.torch;

import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.torch.memory.NativeOwner;
import io.mode4j.torch.memory.NativeScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One worker's share of a training step: the graph over its part of the batch, and the gradients from it. Shares the parameters' memory with the
 * other shards but has autograd leaves and a gradient buffer of its own, so that shards never wait for each other. k pairs, E the embedding
 * dimension.
 *
 * <p>
 * The token embedding has no dense gradient: a batch touches a few hundred of its rows. They are leaves of their own, and
 * {@link #addRowGradients} adds what came back to them to the whole table's gradient. Exact, and it saves three passes over the largest parameter
 * of a small model.
 *
 * <p>
 * {@link #forward}, {@link #backward} and {@link #end} belong to the worker's thread.
 */
final class TrainingShard implements Weights, AutoCloseable {
    private final Parameters parameters;
    private final ClipNetwork network;
    private final NativeOwner owner = new NativeOwner();
    private final Map<String, Tensor> leaves = new LinkedHashMap<>();
    private final Tensor gradient;
    private final List<Rows> gathered = new ArrayList<>();
    private @Nullable NativeScope scope;
    private @Nullable Features features;

    /** Rows of a table that a step took. */
    private record Rows(Tensor ids, Tensor leaf) {}

    /**
     * What the loss needs of a shard, with its graph.
     *
     * @param images
     *            [k, E], not normalised
     * @param texts
     *            [k, E], not normalised
     */
    record Features(Tensor images, Tensor texts) {}

    TrainingShard(ClipConfig config, Parameters parameters) {
        this.parameters = parameters;
        this.network = new ClipNetwork(config, this);
        long first = parameters.tableEnd();
        try (NativeScope _ = NativeScope.open()) {
            this.gradient = owner.own(Tensors.zeros(parameters.device(), parameters.flat().size(0) - first));
            for (ParameterSpec spec : parameters.specs().subList(1, parameters.specs().size())) {
                Tensor leaf = owner.own(parameters.value(spec.name()).detach());
                leaf.set_requires_grad(true);
                leaf.mutable_grad().put(parameters.view(gradient, first, spec));
                leaves.put(spec.name(), leaf);
            }
        }
    }

    @Override
    public TorchDevice device() {
        return parameters.device();
    }

    @Override
    public Precision precision() {
        return parameters.precision();
    }

    @Override
    public Tensor value(String name) {
        Tensor leaf = leaves.get(name);
        return leaf == null ? parameters.value(name) : leaf;
    }

    @Override
    public Tensor rows(String table, Tensor ids) {
        Tensor rows = parameters.rows(table, ids).set_requires_grad(true);
        gathered.add(new Rows(ids, rows));
        return rows;
    }

    /** Computes the features of pairs {@code from} to {@code to} of a step's batch; they live until {@link #end}. */
    Features forward(byte[] pixels, List<int[]> texts, int from, int to, ClipConfig config, long step) {
        end(); // an earlier step may have failed between forward and end
        scope = NativeScope.open();
        int side = config.vision().imageSize();
        Tensor bytes = Tensors.ofBytes(pixels, Math.multiplyExact(from, 3 * side * side), device(), to - from, 3, side, side);
        Features made = new Features(network.image(bytes, PatchDropout.kept(config.vision(), step, from, to, device())),
                network.text(Texts.of(texts.subList(from, to), config.text())));
        features = made;
        return made;
    }

    /** Takes the loss's gradients by the features, [k, E] each, back to the parameters. */
    void backward(Tensor byImages, Tensor byTexts) {
        Features made = features;
        if (made == null) {
            throw new IllegalStateException("no forward pass to go back from");
        }
        try (NoGradGuard _ = new NoGradGuard()) {
            gradient.zero_();
        }
        // One root whose gradients by the features are the given ones.
        made.images().mul(byImages).sum().add(made.texts().mul(byTexts).sum()).backward();
    }

    /** Adds the gradients of the rows taken by this step to a table's. */
    void addRowGradients(Tensor tableGradient) {
        for (Rows rows : gathered) {
            tableGradient.index_add_(0, rows.ids(), rows.leaf().grad());
        }
    }

    /** Zeroes what {@link #addRowGradients} added to. */
    void clearRowGradients(Tensor tableGradient) {
        for (Rows rows : gathered) {
            tableGradient.index_fill_(0, rows.ids(), Tensors.scalar(0));
        }
    }

    /** Frees the step's graph. */
    void end() {
        gathered.clear();
        features = null;
        NativeScope ended = scope;
        scope = null;
        if (ended != null) {
            ended.close();
        }
    }

    /** {@return the gradient of the parameters behind the table, of this shard's part of the batch} */
    Tensor gradient() {
        return gradient;
    }

    /** Frees the buffers; call {@link #end} first. */
    @Override
    public void close() {
        owner.close();
    }
}
