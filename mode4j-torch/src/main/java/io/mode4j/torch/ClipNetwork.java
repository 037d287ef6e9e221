package io.mode4j.torch;

import io.mode4j.train.ClipConfig;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

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
                config.quickGelu());
        this.textTower = new Transformer(weights, "transformer.", text.width(), text.heads(), text.layers(), config.quickGelu());
    }

    /** {@return [n, E], not normalised, float32, of pixels [n, 3, S, S], uint8} */
    Tensor image(Tensor pixels) {
        ClipConfig.Vision vision = config.vision();
        long n = pixels.size(0);
        long grid = vision.imageSize() / vision.patchSize();
        int width = vision.width();
        Tensor weight = weights.factor("visual.conv1.weight");
        Tensor patches = torch.linear(patches(pixels), weight.view(width, weight.numel() / width)).to(ScalarType.Float); // [n G², W]
        Tensor first = weights.value("visual.class_embedding").expand(new long[]{n, 1, width}, false);
        Tensor tokens = torch.cat(new TensorVector(first, patches.view(n, grid * grid, width)), 1)
                .add(weights.value("visual.positional_embedding")); // [n, 1 + G², W]
        Tensor rows = normed("visual.ln_pre", tokens.view(n * (grid * grid + 1), width)).to(ScalarType.Float);
        Tensor read = imageTower.readOut(rows, new TokenLayout.Full(n, grid * grid + 1));
        return normed("visual.ln_post", read).matmul(weights.factor("visual.proj")).to(ScalarType.Float);
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
        Tensor normal = bytes.to(ScalarType.Float).sub_(shift).div_(scale);
        return weights.precision() == Precision.FP32 ? normal : normal.to(weights.precision().type());
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
        return normed("ln_final", read).matmul(weights.factor("text_projection")).to(ScalarType.Float);
    }

    private Tensor normed(String name, Tensor rows) {
        return Transformer.norm(weights, name, rows);
    }
}
