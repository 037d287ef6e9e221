package io.mode4j.torch;

import io.mode4j.torch.memory.NativeScope;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A stack of pre-norm residual blocks, as in CLIP's towers. n sequences of at most L tokens, W the width, H heads of D = W / H; rows of tokens
 * lie as a {@link TokenLayout} says. When one token of a sequence is read out, the last block computes only that one: its queries, output
 * projection and MLP have n rows. Stateless but for the parameters; safe for use by several threads.
 *
 * @param prefix
 *            of its parameters' names, with a dot behind
 * @param layerScale
 *            whether the channels of every residual branch have factors of their own
 */
record Transformer(Weights weights, String prefix, int width, int heads, int layers, boolean quickGelu, boolean layerScale) {

    /** {@return all tokens, [rows, W], from the embedded tokens [rows, W]} */
    Tensor all(Tensor embedded, TokenLayout layout) {
        return through(layers, embedded, layout);
    }

    private Tensor through(int blocks, Tensor embedded, TokenLayout layout) {
        Tensor rows = embedded;
        for (int i = 0; i < blocks; i++) {
            String block = prefix + "resblocks." + i + ".";
            rows = weights.through(tokens -> block(block, tokens, layout), rows);
        }
        return rows;
    }

    private Tensor block(String block, Tensor rows, TokenLayout layout) {
        return NativeScope.within(() -> {
            Tensor attended = NativeScope.within(() -> rows.add(attention(block, rows, layout)));
            return mlp(block, attended);
        });
    }

    /** {@return the tokens that are read out, [n, W], from the embedded tokens [rows, W]} */
    Tensor readOut(Tensor embedded, TokenLayout layout) {
        Tensor rows = through(layers - 1, embedded, layout);
        String last = prefix + "resblocks." + (layers - 1) + ".";
        return mlp(last, layout.readOut(rows).add(readOutAttention(last, rows, layout)));
    }

    private Tensor attention(String block, Tensor rows, TokenLayout layout) {
        Tensor joined = linear(block + "attn.in_proj_", norm(block + "ln_1", rows), 0, 3L * width); // [rows, 3W]
        return scaled(block + "ls_1.gamma", linear(block + "attn.out_proj.", NativeScope.within(() -> mixed(joined, layout)), 0, width));
    }

    /** {@return [rows, W], what each token takes from the others, of queries, keys and values [rows, 3W]} */
    private Tensor mixed(Tensor joined, TokenLayout layout) {
        if (layout instanceof TokenLayout.Packed packed && PackedAttention.fits(weights, width / heads)) {
            Tensor[] qkv = splitRows(joined, 3);
            return PackedAttention.attend(qkv[0], qkv[1], qkv[2], packed.rows(), packed.rows(), true).view(joined.size(0), width);
        }
        Tensor[] qkv = Attention.split(layout.toGrid(joined), layout, 3, heads);
        Tensor mixed = Attention.attend(weights, qkv[0], qkv[1], qkv[2], null, layout.causal()); // [n, H, L, D]
        return layout.toRows(mixed.transpose(1, 2).reshape(layout.sequences() * layout.length(), width));
    }

    private Tensor readOutAttention(String block, Tensor rows, TokenLayout layout) {
        Tensor normed = norm(block + "ln_1", rows);
        long n = layout.sequences();
        Tensor query = linear(block + "attn.in_proj_", layout.readOut(normed), 0, width); // [n, W]
        Tensor joined = linear(block + "attn.in_proj_", normed, width, 2L * width); // [rows, 2W]
        return scaled(block + "ls_1.gamma",
                linear(block + "attn.out_proj.", readOutMixed(query, joined, layout).reshape(n, width), 0, width));
    }

    private Tensor readOutMixed(Tensor query, Tensor joined, TokenLayout layout) {
        if (layout instanceof TokenLayout.Packed packed && PackedAttention.fits(weights, width / heads)) {
            Tensor[] keyValue = splitRows(joined, 2);
            return PackedAttention.attend(query.view(-1, heads, width / heads), keyValue[0], keyValue[1], packed.readRows(), packed.rows(),
                    false); // [n, H, D]
        }
        Tensor[] keyValue = Attention.split(layout.toGrid(joined), layout, 2, heads);
        Tensor queries = query.view(layout.sequences(), 1, heads, width / heads).transpose(1, 2); // [n, H, 1, D]
        return Attention.attend(weights, queries, keyValue[0], keyValue[1], layout.readOutMask(), false); // [n, H, 1, D]
    }

    /** {@return [rows, parts * W] taken apart, each [rows, H, D]} */
    private Tensor[] splitRows(Tensor joined, int parts) {
        TensorVector apart = joined.view(joined.size(0), parts, heads, width / heads).unbind(1);
        return IntStream.range(0, parts).mapToObj(apart::get).toArray(Tensor[]::new);
    }

    private Tensor mlp(String block, Tensor rows) {
        Tensor hidden = hidden(block + "mlp.c_fc.", norm(block + "ln_2", rows));
        return rows.add(scaled(block + "ls_2.gamma", linear(block + "mlp.c_proj.", hidden, 0, width)));
    }

    private Tensor hidden(String name, Tensor rows) {
        return quickGelu ? quickGelu(Linear.apply(weights, name, rows)) : Linear.withGelu(weights, name, rows);
    }

    private static Tensor quickGelu(Tensor x) {
        return x.mul(x.mul(Tensors.scalar(1.702)).sigmoid());
    }

    private Tensor scaled(String factors, Tensor branch) {
        return layerScale ? branch.mul(weights.value(factors)) : branch;
    }

    /** A linear layer, or some of its outputs. */
    private Tensor linear(String name, Tensor rows, long from, long outputs) {
        return Linear.apply(weights, name, rows, from, outputs);
    }

    private Tensor norm(String name, Tensor rows) {
        return norm(weights, name, rows);
    }

    /** Layer normalisation, float32. */
    static Tensor norm(Weights weights, String name, Tensor rows) {
        Tensor gain = weights.value(name + ".weight");
        return torch.layer_norm(rows, new long[]{gain.size(0)}, new TensorOptional(gain),
                new TensorOptional(weights.value(name + ".bias")), 1e-5, true);
    }
}
