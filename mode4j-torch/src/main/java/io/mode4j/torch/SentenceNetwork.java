package io.mode4j.torch;

import io.mode4j.sentence.Activation;
import io.mode4j.sentence.Pooling;
import io.mode4j.sentence.SentenceModel;
import io.mode4j.sentence.SentenceModel.After;
import io.mode4j.sentence.SentenceModel.Dense;
import io.mode4j.sentence.TransformerParameters;
import io.mode4j.sentence.TransformerShape;
import io.mode4j.torch.PackedAttention.Stretches;
import io.mode4j.torch.memory.NativeScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Sentence encoders that are transformers with normalisation behind their branches ({@link io.mode4j.sentence.Family}). n texts, W the width; the texts' tokens lie one behind the other without padding,
 * but for attention. Results belong to the caller's scope. Safe for use by several threads.
 *
 * @param weights
 *            by the names of {@link TransformerParameters}, and of {@link #dense}
 */
record SentenceNetwork(SentenceModel model, Weights weights) {
    private static final int FARTHEST = 128; // tokens apart; what is farther has the last bucket

    /** {@return what the weights of the i-th layer behind pooling are called, without the last word} */
    static String dense(int i) {
        return "dense." + i + ".";
    }

    /** {@return [n, D], float32, of length 1} */
    Tensor embed(List<long[]> texts) {
        int[] lengths = texts.stream().mapToInt(text -> text.length).toArray();
        TokenLayout.Packed layout = TokenLayout.Packed.of(lengths, weights.device());
        Tensor mask = mask(lengths, layout);
        Tensor rows = embedded(texts);
        for (int i = 0; i < model.shape().layers(); i++) {
            String layer = i + ".";
            Tensor before = rows;
            rows = NativeScope.within(() -> layer(layer, before, layout, mask));
        }
        Tensor pooled = torch.cat(new TensorVector(pooled(rows, layout, lengths).toArray(Tensor[]::new)), 1);
        return torch.normalize(afterwards(pooled));
    }

    private Tensor embedded(List<long[]> texts) {
        long[] ids = texts.stream().flatMapToLong(Arrays::stream).toArray();
        int first = model.shape().family().firstPosition();
        long[] positions = new long[ids.length];
        int row = 0;
        for (long[] text : texts) {
            for (int i = 0; i < text.length; i++) {
                positions[row++] = (long) first + i;
            }
        }
        Tensor words = weights.rows("word", Tensors.ofLongs(ids, weights.device(), ids.length));
        return norm("norm", words.add(weights.rows("position", Tensors.ofLongs(positions, weights.device(), positions.length))));
    }

    /** {@return what is added to the scores of attention, [n or 1, H or 1, L or 1, L]; null for nothing} */
    private @Nullable Tensor mask(int[] lengths, TokenLayout.Packed layout) {
        boolean equal = Arrays.stream(lengths).allMatch(length -> length == layout.length());
        if (!model.shape().family().hasRelativeBias()) {
            return equal ? null : layout.readOutMask();
        }
        Tensor bias = relativeBias((int) layout.length());
        return equal ? bias : bias.add(layout.readOutMask());
    }

    /** {@return [1, H, L, L]} */
    private Tensor relativeBias(int length) {
        long[] buckets = new long[length * length];
        for (int from = 0; from < length; from++) {
            for (int to = 0; to < length; to++) {
                buckets[from * length + to] = bucket(to - from);
            }
        }
        Tensor rows = weights.rows("relative", Tensors.ofLongs(buckets, weights.device(), buckets.length));
        return rows.view(length, length, model.shape().heads()).permute(2, 0, 1).unsqueeze(0);
    }

    /** Half of the buckets for tokens behind, half for those before; near ones have their own, farther ones share them by the logarithm of the distance (T5; Raffel et al. 2020). */
    private static int bucket(int distance) {
        int half = TransformerParameters.BUCKETS / 2;
        int side = distance > 0 ? half : 0;
        int apart = Math.abs(distance);
        int near = half / 2;
        if (apart < near) {
            return side + apart;
        }
        float share = (float) Math.log((float) apart / near) / (float) Math.log((double) FARTHEST / near);
        return side + Math.min(half - 1, near + (int) (share * (half - near)));
    }

    private Tensor layer(String layer, Tensor rows, TokenLayout.Packed layout, @Nullable Tensor mask) {
        Tensor attended = NativeScope.within(() -> norm(layer + "attention.norm",
                rows.add(Linear.apply(weights, layer + "attention.", mixed(layer, rows, layout, mask)))));
        return norm(layer + "norm", attended.add(Linear.apply(weights, layer + "out.", hidden(layer, attended))));
    }

    private Tensor mixed(String layer, Tensor rows, TokenLayout.Packed layout, @Nullable Tensor mask) {
        TransformerShape shape = model.shape();
        Tensor joined = Linear.apply(weights, layer + "qkv.", rows); // [rows, 3W]
        if (PackedAttention.fits(weights, shape.headWidth()) && !shape.family().hasRelativeBias()) {
            TensorVector qkv = joined.view(joined.size(0), 3, shape.heads(), shape.headWidth()).unbind(1);
            Stretches stretches = layout.rows();
            return PackedAttention.attend(qkv.get(0), qkv.get(1), qkv.get(2), stretches, stretches, false)
                    .view(rows.size(0), shape.width());
        }
        Tensor[] qkv = Attention.split(layout.toGrid(joined), layout, 3, shape.heads());
        Tensor mixed = Attention.attend(weights, qkv[0], qkv[1], qkv[2], mask, false); // [n, H, L, D]
        return layout.toRows(mixed.transpose(1, 2).reshape(layout.sequences() * layout.length(), shape.width()));
    }

    private Tensor hidden(String layer, Tensor rows) {
        String name = layer + "in.";
        return switch (model.shape().activation()) {
            case GELU -> Linear.withGelu(weights, name, rows);
            case GELU_TANH -> torch.gelu(Linear.apply(weights, name, rows), "tanh");
            case RELU -> torch.relu(Linear.apply(weights, name, rows));
        };
    }

    private List<Tensor> pooled(Tensor rows, TokenLayout.Packed layout, int[] lengths) {
        List<Tensor> pooled = new ArrayList<>();
        for (Pooling pooling : model.pooling()) {
            pooled.add(switch (pooling) {
                case CLS -> firsts(rows, layout);
                case LAST -> layout.readOut(rows);
                case MAX -> grid(rows, layout).amax(new long[]{1}, false); // places without a token hold another one of their text
                case MEAN -> sums(rows, layout).div(perText(lengths, false));
                case MEAN_SQRT -> sums(rows, layout).div(perText(lengths, true));
                case POOLER -> Linear.apply(weights, "pooler.", firsts(rows, layout)).to(ScalarType.Float).tanh();
            });
        }
        return pooled;
    }

    private static Tensor firsts(Tensor rows, TokenLayout.Packed layout) {
        return rows.index_select(0, layout.rows().starts().narrow(0, 0, layout.sequences()));
    }

    /** {@return [n, L, W]} */
    private static Tensor grid(Tensor rows, TokenLayout.Packed layout) {
        return layout.toGrid(rows).view(layout.sequences(), layout.length(), rows.size(1));
    }

    /** {@return [n, W]} */
    private static Tensor sums(Tensor rows, TokenLayout.Packed layout) {
        Tensor there = layout.readOutMask().exp().view(layout.sequences(), layout.length(), 1); // 1 where a token is, else 0
        return grid(rows, layout).mul(there).sum(new long[]{1}, false, new ScalarTypeOptional());
    }

    private Tensor perText(int[] lengths, boolean root) {
        float[] numbers = new float[lengths.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = root ? (float) Math.sqrt(lengths[i]) : lengths[i];
        }
        return Tensors.ofFloats(numbers, weights.device(), numbers.length, 1);
    }

    private Tensor afterwards(Tensor pooled) {
        Tensor rows = pooled;
        for (int i = 0; i < model.afterwards().size(); i++) {
            After after = model.afterwards().get(i);
            if (after instanceof Dense dense) {
                Tensor made = Linear.apply(weights, dense(i), rows).to(ScalarType.Float);
                rows = dense.tanh() ? made.tanh() : made;
            } else {
                rows = torch.normalize(rows);
            }
        }
        return rows;
    }

    private Tensor norm(String name, Tensor rows) {
        Tensor gain = weights.value(name + ".weight");
        return torch.layer_norm(rows, new long[]{gain.size(0)}, new TensorOptional(gain), new TensorOptional(weights.value(name + ".bias")),
                model.shape().epsilon(), true);
    }
}
