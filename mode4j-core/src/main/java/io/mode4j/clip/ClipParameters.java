package io.mode4j.clip;

import io.mode4j.clip.Initial.Constant;
import io.mode4j.clip.Initial.Normal;
import io.mode4j.clip.Initial.Uniform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names, shapes and initial distributions of a CLIP's parameters, all as open_clip's {@code CLIP} has them. W is a tower's width, E the
 * embedding dimension.
 */
public final class ClipParameters {
    /** Name of the token embedding, the one parameter that is looked up by rows. */
    public static final String TOKEN_EMBEDDING = "token_embedding.weight";
    /** Name of the logarithm of the logit scale. */
    public static final String LOGIT_SCALE = "logit_scale";
    /** Name of the logit bias, in models that have one. */
    public static final String LOGIT_BIAS = "logit_bias";
    private static final Constant ZERO = new Constant(0);
    private static final Constant ONE = new Constant(1);

    private final List<ParameterSpec> specs = new ArrayList<>();

    private ClipParameters() {}

    /** {@return every parameter of the architecture, the token embedding first} */
    public static List<ParameterSpec> of(ClipConfig config) {
        ClipParameters parameters = new ClipParameters();
        parameters.textTower(config);
        parameters.visionTower(config);
        parameters.add(LOGIT_SCALE, new Constant(config.initLogitScale()));
        if (config.initLogitBias() != null) {
            parameters.add(LOGIT_BIAS, new Constant(config.initLogitBias()));
        }
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
            block("transformer.resblocks." + i + ".", width, text.mlpWidth(),
                    new Block(new Normal(deviation), onResidual, hidden, onResidual, text.layerScale()));
        }
        norm("ln_final", width);
        if (text.projectionBias()) {
            add("text_projection.weight", new Normal(deviation), config.embedDim(), width);
            add("text_projection.bias", ZERO, config.embedDim());
        } else {
            add("text_projection", new Normal(deviation), width, config.embedDim());
        }
    }

    private void visionTower(ClipConfig config) {
        ClipConfig.Vision vision = config.vision();
        int width = vision.width();
        Initial scaled = new Normal(1 / Math.sqrt(width));
        add("visual.class_embedding", scaled, width);
        add("visual.positional_embedding", scaled, (long) vision.grid() * vision.grid() + 1, width);
        add("visual.proj", scaled, width, config.embedDim());
        add("visual.conv1.weight", fanIn(3L * vision.patchSize() * vision.patchSize()), width, 3, vision.patchSize(), vision.patchSize());
        if (vision.normBefore()) {
            norm("visual.ln_pre", width);
        }
        Initial queryKeyValue = new Uniform(Math.sqrt(6.0 / (4.0 * width))); // Glorot over [3W, W]
        int hidden = vision.mlpWidth();
        for (int i = 0; i < vision.layers(); i++) {
            block("visual.transformer.resblocks." + i + ".", width, hidden,
                    new Block(queryKeyValue, fanIn(width), fanIn(width), fanIn(hidden), vision.layerScale()));
        }
        norm("visual.ln_post", width);
    }

    /** The distributions of a residual block's four matrices, and the factor of its branches, if there is one. */
    private record Block(Initial queryKeyValue, Initial attentionOut, Initial hidden, Initial hiddenOut, @Nullable Double layerScale) {}

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
        if (initial.layerScale() != null) {
            add(prefix + "ls_1.gamma", new Constant(initial.layerScale()), width);
            add(prefix + "ls_2.gamma", new Constant(initial.layerScale()), width);
        }
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
