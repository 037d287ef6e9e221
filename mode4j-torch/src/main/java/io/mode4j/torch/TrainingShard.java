package io.mode4j.torch;

import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.torch.memory.NativeOwner;
import io.mode4j.torch.memory.NativeScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One worker's share of a training step: the graph over a piece of the batch, and the gradients from all of its pieces. Shares the parameters' memory with the
 * other shards but has autograd leaves and a gradient buffer of its own, so that shards never wait for each other. k pairs, E the embedding
 * dimension.
 *
 * <p>
 * The token embedding has no dense gradient: a batch touches a few hundred of its rows. They are leaves of their own, and
 * {@link #addRowGradients} adds what came back to them to the whole table's gradient. Exact, and it saves three passes over the largest parameter
 * of a small model.
 *
 * <p>
 * {@link #features}, {@link #backwardImages}, {@link #backwardTexts} and {@link #end} belong to the worker's thread.
 */
final class TrainingShard implements Weights, AutoCloseable {
    private final Parameters parameters;
    private final ClipNetwork network;
    private final NativeOwner owner = new NativeOwner();
    private final Map<String, Tensor> leaves = new LinkedHashMap<>();
    private final Tensor gradient;
    private final List<Rows> gathered = new ArrayList<>();
    private final boolean recompute;
    private final RecomputedBlocks imageBlocks = new RecomputedBlocks();
    private final RecomputedBlocks textBlocks = new RecomputedBlocks();
    private RecomputedBlocks blocks = imageBlocks;
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
    private record Features(Tensor images, Tensor texts) {}

    /**
     * What a step computes from.
     *
     * @param pixels
     *            [n, 3, S, S], bytes
     * @param texts
     *            [n] tokens
     * @param places
     *            [n] of the pairs in the batch that all ranks compute
     * @param step
     *            how many steps were taken before
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of numbers; compared by nobody
    record Part(byte[] pixels, List<int[]> texts, int[] places, ClipConfig config, long step) {}

    /**
     * A worker's share.
     *
     * @param recompute
     *            whether blocks of the towers are computed again for their gradients
     */
    TrainingShard(ClipConfig config, Parameters parameters, boolean recompute) {
        this.parameters = parameters;
        this.recompute = recompute;
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

    @Override
    public Tensor through(UnaryOperator<Tensor> block, Tensor rows) {
        return recompute && GradMode.is_enabled() ? blocks.through(block, rows) : block.apply(rows);
    }

    /** Begins a step: there is no gradient yet. */
    void begin() {
        try (NoGradGuard _ = new NoGradGuard(); NativeScope _ = NativeScope.open()) {
            gradient.zero_();
        }
    }

    /** Computes the features of a piece and puts them into its rows of those of the batch, [n, E] each. The graph lives until {@link #end} where it is kept. */
    void features(Part part, BatchPieces pieces, int piece, Tensor images, Tensor texts) {
        try (NoGradGuard _ = pieces.areKept() ? null : new NoGradGuard()) {
            forward(part, pieces, piece);
        }
        try (NoGradGuard _ = new NoGradGuard(); NativeScope _ = NativeScope.open()) {
            Features made = made();
            images.narrow(0, pieces.from(piece), pieces.size(piece)).copy_(made.images());
            texts.narrow(0, pieces.from(piece), pieces.size(piece)).copy_(made.texts());
        }
        if (!pieces.areKept()) {
            end();
        }
    }

    /** Takes the loss's gradients by a piece's images back to the image tower; of a graph that was not kept, computes it again, the texts' too. */
    void backwardImages(Part part, BatchPieces pieces, int piece, PairLoss loss) {
        if (!pieces.areKept()) {
            forward(part, pieces, piece);
        }
        backward(made().images(), loss.byImages().narrow(0, pieces.from(piece), pieces.size(piece)), imageBlocks);
    }

    /** The same for the texts, after it. */
    void backwardTexts(BatchPieces pieces, int piece, PairLoss loss) {
        backward(made().texts(), loss.byTexts().narrow(0, pieces.from(piece), pieces.size(piece)), textBlocks);
    }

    private static void backward(Tensor features, Tensor byFeatures, RecomputedBlocks blocks) {
        try (NativeScope _ = NativeScope.open()) {
            features.mul(byFeatures).sum().backward(); // a root whose gradients by the features are the given ones
            blocks.backward();
        }
    }

    private void forward(Part part, BatchPieces pieces, int piece) {
        end(); // of an earlier piece, or of a step that failed
        scope = NativeScope.open();
        int side = part.config().vision().imageSize();
        int from = pieces.from(piece);
        int to = from + pieces.size(piece);
        Tensor bytes = Tensors.ofBytes(part.pixels(), Math.multiplyExact(from, 3 * side * side), device(), to - from, 3, side, side);
        blocks = imageBlocks;
        Tensor images = network.image(bytes,
                PatchDropout.kept(part.config().vision(), part.step(), Arrays.copyOfRange(part.places(), from, to), device()));
        blocks = textBlocks;
        Tensor texts = network.text(Texts.of(part.texts().subList(from, to), part.config().text()));
        features = new Features(images, texts);
    }

    private Features made() {
        Features made = features;
        if (made == null) {
            throw new IllegalStateException("no forward pass to go on from");
        }
        return made;
    }

    /** Adds the gradients of the rows taken by this step to a table's. */
    void addRowGradients(TableGradient table) {
        gathered.forEach(rows -> table.add(rows.ids(), rows.leaf().grad()));
    }

    /** {@return the rows to which {@link #addRowGradients} added} */
    List<Tensor> touchedRows() {
        return gathered.stream().map(Rows::ids).toList();
    }

    /** Frees the step's graph. */
    void end() {
        gathered.clear();
        imageBlocks.clear();
        textBlocks.clear();
        features = null;
        NativeScope ended = scope;
        scope = null;
        if (ended != null) {
            ended.close();
        }
    }

    /** {@return the gradient of the parameters behind the table, of this shard's pieces of the batch} */
    Tensor gradient() {
        return gradient;
    }

    /** Frees the buffers; call {@link #end} first. */
    @Override
    public void close() {
        owner.close();
    }
}
