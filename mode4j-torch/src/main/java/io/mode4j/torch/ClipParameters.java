package io.mode4j.torch;

import io.mode4j.torch.Initial.Constant;
import io.mode4j.torch.Initial.Normal;
import io.mode4j.torch.Initial.Uniform;
import io.mode4j.train.ClipConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Names, shapes and initial distributions of a CLIP's parameters, all as open_clip's {@code CLIP} has them. W is a tower's width, E the
 * embedding dimension.
 */
final class ClipParameters {
    static final String TOKEN_EMBEDDING = "token_embedding.weight";
    static final String LOGIT_SCALE = "logit_scale";
    private static final Constant ZERO = new Constant(0);
    private static final Constant ONE = new Constant(1);

    private final List<ParameterSpec> specs = new ArrayList<>();

    private ClipParameters() {}

    /** {@return every parameter of the architecture, the token embedding first} */
    static List<ParameterSpec> of(ClipConfig config) {
        ClipParameters parameters = new ClipParameters();
        parameters.textTower(config);
        parameters.visionTower(config);
        parameters.add(LOGIT_SCALE, new Constant(config.initLogitScale()));
        return List.copyOf(parameters.specs);
    }

    private void textTower(ClipConfig config) {
        ClipConfig.Text text = config.text();
        int width = text.width();
        add(TOKEN_EMBEDDING, new Normal(0.02), text.vocabSize(), width);
        add("positional_embedding", new Normal(0.01), text.contextLength(), width);
        double deviation = 1 / Math.sqrt(width);
        Initial hidden = new Normal(1 / Math.sqrt(2.0 * width));
        Initial onResidual = new Normal(deviation / Math.sqrt(2.0 * text.layers())); // one share of the stream's variance each
        for (int i = 0; i < text.layers(); i++) {
            block("transformer.resblocks." + i + ".", width, 4 * width, new Block(new Normal(deviation), onResidual, hidden, onResidual));
        }
        norm("ln_final", width);
        add("text_projection", new Normal(deviation), width, config.embedDim());
    }

    private void visionTower(ClipConfig config) {
        ClipConfig.Vision vision = config.vision();
        int width = vision.width();
        int patches = vision.imageSize() / vision.patchSize();
        Initial scaled = new Normal(1 / Math.sqrt(width));
        add("visual.class_embedding", scaled, width);
        add("visual.positional_embedding", scaled, (long) patches * patches + 1, width);
        add("visual.proj", scaled, width, config.embedDim());
        add("visual.conv1.weight", fanIn(3L * vision.patchSize() * vision.patchSize()), width, 3, vision.patchSize(), vision.patchSize());
        norm("visual.ln_pre", width);
        Initial queryKeyValue = new Uniform(Math.sqrt(6.0 / (4.0 * width))); // Glorot over [3W, W]
        int hidden = vision.mlpWidth();
        for (int i = 0; i < vision.layers(); i++) {
            block("visual.transformer.resblocks." + i + ".", width, hidden,
                    new Block(queryKeyValue, fanIn(width), fanIn(width), fanIn(hidden)));
        }
        norm("visual.ln_post", width);
    }

    /** The distributions of a residual block's four matrices. */
    private record Block(Initial queryKeyValue, Initial attentionOut, Initial hidden, Initial hiddenOut) {}

    private void block(String prefix, int width, int hidden, Block initial) {
        norm(prefix + "ln_1", width);
        add(prefix + "attn.in_proj_weight", initial.queryKeyValue(), 3L * width, width);
        add(prefix + "attn.in_proj_bias", ZERO, 3L * width);
        add(prefix + "attn.out_proj.weight", initial.attentionOut(), width, width);
        add(prefix + "attn.out_proj.bias", ZERO, width);
        norm(prefix + "ln_2", width);
        add(prefix + "mlp.c_fc.weight", initial.hidden(), hidden, width);
        add(prefix + "mlp.c_fc.bias", fanIn(width), hidden);
        add(prefix + "mlp.c_proj.weight", initial.hiddenOut(), width, hidden);
        add(prefix + "mlp.c_proj.bias", fanIn(hidden), width);
    }

    private void norm(String prefix, int width) {
        add(prefix + ".weight", ONE, width);
        add(prefix + ".bias", ZERO, width);
    }

    /** PyTorch's default for linear and convolution layers, weights and biases. */
    private static Initial fanIn(long inputs) {
        return new Uniform(1 / Math.sqrt((double) inputs));
    }

    private void add(String name, Initial initial, long... shape) {
        specs.add(new ParameterSpec(name, shape, initial));
    }
}
