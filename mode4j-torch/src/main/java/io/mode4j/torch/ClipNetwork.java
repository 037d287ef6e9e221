package io.mode4j.torch;

import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * CLIP (Radford et al. 2021): a vision transformer and a causal text transformer that project into one space. n samples, S the image size, P the
 * patch size, G = S / P, W a tower's width, E the embedding dimension. Results belong to the caller's scope. Safe for use by several threads.
 */
final class ClipNetwork {
    private final ClipConfig config;
    private final Weights weights;
    private final Transformer imageTower;
    private final Transformer textTower;

    ClipNetwork(ClipConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        ClipConfig.Vision vision = config.vision();
        ClipConfig.Text text = config.text();
        this.imageTower = new Transformer(weights, "visual.transformer.", vision.width(), vision.heads(), vision.layers(),
                config.quickGelu(), vision.layerScale() != null);
        this.textTower = new Transformer(weights, "transformer.", text.width(), text.heads(), text.layers(), config.quickGelu(),
                text.layerScale() != null);
    }

    /** {@return [n, E], not normalised, float32, of pixels [n, 3, S, S], uint8} */
    Tensor image(Tensor pixels) {
        return image(pixels, null);
    }

    /**
     * {@return [n, E], not normalised, float32, of pixels [n, 3, S, S], uint8}
     *
     * @param kept
     *            [n, K], int64, which of an image's patches are used, from 0 to G² - 1; null for all
     */
    Tensor image(Tensor pixels, @Nullable Tensor kept) {
        ClipConfig.Vision vision = config.vision();
        long n = pixels.size(0);
        long patches = (long) vision.grid() * vision.grid();
        int width = vision.width();
        Tensor weight = weights.factor("visual.conv1.weight");
        Tensor embedded = torch.linear(patches(pixels), weight.view(width, weight.numel() / width)).to(ScalarType.Float); // [n G², W]
        Tensor first = weights.value("visual.class_embedding").expand(new long[]{n, 1, width}, false);
        Tensor tokens = torch.cat(new TensorVector(first, embedded.view(n, patches, width)), 1)
                .add(weights.value("visual.positional_embedding")); // [n, 1 + G², W]
        long length = 1 + patches;
        if (kept != null) {
            length = 1 + kept.size(1);
            Tensor chosen = torch.cat(new TensorVector(torch.zeros_like(kept.narrow(1, 0, 1)), kept.add(new Scalar(1L))), 1); // [n, 1 + K]
            tokens = tokens.gather(1, chosen.unsqueeze(2).expand(n, length, width));
        }
        Tensor rows = tokens.reshape(n * length, width);
        if (vision.normBefore()) {
            rows = weights.precision().factor(normed("visual.ln_pre", rows)).to(ScalarType.Float); // rounded as under autocast
        }
        Tensor read = weights.precision().factor(readOut(rows, new TokenLayout.Full(n, length)));
        return read.matmul(weights.factor("visual.proj")).to(ScalarType.Float);
    }

    /** {@return [n, W], normalised} */
    private Tensor readOut(Tensor rows, TokenLayout.Full layout) {
        if (config.vision().pool() == ClipConfig.Vision.Pool.TOK) {
            return normed("visual.ln_post", imageTower.readOut(rows, layout));
        }
        Tensor all = imageTower.all(rows, layout); // [n L, W]
        boolean after = config.vision().normAfterPool();
        Tensor tokens = after ? all : normed("visual.ln_post", all);
        Tensor mean = tokens.view(layout.sequences(), layout.length(), tokens.size(1)).narrow(1, 1, layout.length() - 1).mean(1);
        return after ? normed("visual.ln_post", mean) : mean;
    }

    /**
     * A convolution whose stride is its size is a matrix product over patches: [n, 3, S, S] becomes [n G², 3 P²], normalised.
     */
    private Tensor patches(Tensor pixels) {
        long n = pixels.size(0);
        long patch = config.vision().patchSize();
        long grid = config.vision().imageSize() / patch;
        Tensor bytes = pixels.view(n, 3, grid, patch, grid, patch).permute(0, 2, 4, 1, 3, 5).reshape(n * grid * grid, 3 * patch * patch);
        List<Double> mean = config.preprocess().mean();
        List<Double> std = config.preprocess().std();
        Tensor shift = perChannel(mean.stream().mapToDouble(m -> m * 255).toArray());
        Tensor scale = perChannel(std.stream().mapToDouble(s -> s * 255).toArray());
        return weights.precision().factor(bytes.to(ScalarType.Float).sub_(shift).div_(scale));
    }

    /** {@return [3 P²], one value for each channel} */
    private Tensor perChannel(double[] values) {
        int patch = config.vision().patchSize() * config.vision().patchSize();
        float[] repeated = new float[3 * patch];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = (float) values[i / patch];
        }
        return Tensors.ofFloats(repeated, weights.device(), repeated.length);
    }

    /** {@return [n, E], not normalised, float32} */
    Tensor text(Texts texts) {
        TorchDevice device = weights.device();
        Tensor ids = Tensors.ofLongs(texts.ids(), device, texts.ids().length);
        Tensor positions = Tensors.ofLongs(texts.positions(), device, texts.positions().length);
        Tensor rows = weights.rows(ClipParameters.TOKEN_EMBEDDING, ids)
                .add(weights.value("positional_embedding").index_select(0, positions)); // [rows, W]
        Tensor read = textTower.readOut(rows, TokenLayout.Packed.of(texts.lengths(), device));
        Tensor normal = weights.precision().factor(normed("ln_final", read));
        if (config.text().projectionBias()) {
            return torch
                    .linear(normal, weights.factor("text_projection.weight"), new TensorOptional(weights.factor("text_projection.bias")))
                    .to(ScalarType.Float);
        }
        return normal.matmul(weights.factor("text_projection")).to(ScalarType.Float);
    }

    private Tensor normed(String name, Tensor rows) {
        return Transformer.norm(weights, name, rows);
    }
}
