package io.mode4j.clip;

import io.mode4j.text.Cleaning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Architecture of a CLIP model and the normalisation of its pixels: the content of {@code open_clip_config.json}.
 *
 * <p>
 * Immutable. The JSON is open_clip's: {@code model_cfg} and {@code preprocess_cfg}, or a model configuration alone; absent keys take open_clip's
 * defaults, unknown keys are errors, and so are options that mode4j has not, with any value but open_clip's default.
 *
 * @param embedDim
 *            dimension of the space both towers project into
 * @param vision
 *            image tower
 * @param text
 *            text tower
 * @param quickGelu
 *            {@code x * sigmoid(1.702 x)} in place of the exact GELU, as OpenAI's and MetaCLIP's weights need
 * @param initLogitScale
 *            natural logarithm of the temperature's inverse at initialisation, ln(1/0.07) in CLIP
 * @param initLogitBias
 *            bias of the logits at initialisation, -10 in SigLIP; null for a model without one, as CLIP. A model with a bias trains with SigLIP's loss
 * @param preprocess
 *            what is done to a pixel in [0, 1] before the image tower
 */
public record ClipConfig(int embedDim, Vision vision, Text text, boolean quickGelu, double initLogitScale,
        @Nullable Double initLogitBias, Preprocess preprocess) {

    /** CLIP's initial logit scale, ln(1/0.07). */
    public static final double INIT_LOGIT_SCALE = Math.log(1 / 0.07);

    /** Checks that the embedding has at least one dimension and the logit scale is finite. */
    public ClipConfig {
        positive("embed_dim", embedDim);
        if (!Double.isFinite(initLogitScale)) {
            throw new IllegalArgumentException("init_logit_scale must be finite, not " + initLogitScale);
        }
        if (initLogitBias != null && !Double.isFinite(initLogitBias)) {
            throw new IllegalArgumentException("init_logit_bias must be finite, not " + initLogitBias);
        }
    }

    /** A model with CLIP's usual normalisation and initial logit scale. */
    public static ClipConfig of(int embedDim, Vision vision, Text text, boolean quickGelu) {
        return new ClipConfig(embedDim, vision, text, quickGelu, INIT_LOGIT_SCALE, null, Preprocess.openai());
    }

    /**
     * Image tower, a vision transformer over {@code (imageSize / patchSize)²} patches and a class token.
     *
     * @param imageSize
     *            height and width of its input in pixels, a multiple of {@code patchSize}
     * @param width
     *            of the residual stream, a multiple of {@code headWidth}
     * @param mlpRatio
     *            hidden width of the MLPs over {@code width}
     * @param layerScale
     *            initial factor of every residual branch's channels ({@code ls_init_value}); null for none
     * @param patchDropout
     *            share of the patches that a training step leaves out
     * @param pool
     *            what of the last layer's tokens is read out
     * @param normBefore
     *            whether the patches are normalised before the first layer (not {@code no_ln_pre})
     * @param normAfterPool
     *            whether the last normalisation comes after the pooling ({@code final_ln_after_pool})
     */
    public record Vision(int imageSize, int patchSize, int width, int layers, int headWidth, double mlpRatio, @Nullable Double layerScale,
            double patchDropout, Vision.Pool pool, boolean normBefore, boolean normAfterPool) {

        /** What of the image tower's tokens is read out. */
        public enum Pool {
            /** The class token. */
            TOK,
            /** The mean of the patches. */
            AVG
        }

        /** A tower without options, as CLIP's. */
        public Vision(int imageSize, int patchSize, int width, int layers, int headWidth, double mlpRatio) {
            this(imageSize, patchSize, width, layers, headWidth, mlpRatio, null, 0, Vision.Pool.TOK, true, false);
        }

        /** Checks that patches and heads divide image and width. */
        public Vision {
            positive("vision_cfg.image_size", imageSize);
            positive("vision_cfg.patch_size", patchSize);
            positive("vision_cfg.width", width);
            positive("vision_cfg.layers", layers);
            positive("vision_cfg.head_width", headWidth);
            divides("vision_cfg.patch_size", patchSize, "vision_cfg.image_size", imageSize);
            divides("vision_cfg.head_width", headWidth, "vision_cfg.width", width);
            if (!(mlpRatio > 0) || mlpRatio > 64) {
                throw new IllegalArgumentException("vision_cfg.mlp_ratio must be in (0, 64], not " + mlpRatio);
            }
            if (!(patchDropout >= 0 && patchDropout < 1)) {
                throw new IllegalArgumentException("vision_cfg.patch_dropout must be in [0, 1), not " + patchDropout);
            }
            finite("vision_cfg.ls_init_value", layerScale);
        }

        private String describe() {
            return ("Vision[imageSize=%d, patchSize=%d, width=%d, layers=%d, headWidth=%d, mlpRatio=%s, layerScale=%s, patchDropout=%s, pool=%s,"
                    + " normBefore=%s, normAfterPool=%s]")
                    .formatted(imageSize, patchSize, width, layers, headWidth, mlpRatio, layerScale, patchDropout, pool.name(), normBefore,
                            normAfterPool);
        }

        /** Patches of a side of the image. */
        public int grid() {
            return imageSize / patchSize;
        }

        /** Attention heads of a layer. */
        public int heads() {
            return width / headWidth;
        }

        /** Width of the MLPs' hidden layer. */
        public int mlpWidth() {
            return (int) (width * mlpRatio);
        }
    }

    /**
     * Text tower, a causal transformer.
     *
     * @param contextLength
     *            the most tokens of a text, start and end included
     * @param width
     *            of the residual stream, a multiple of {@code heads}
     * @param mlpRatio
     *            hidden width of the MLPs over {@code width}
     * @param layerScale
     *            initial factor of every residual branch's channels ({@code ls_init_value}); null for none
     * @param pool
     *            which token of the last layer is read out
     * @param projectionBias
     *            whether the projection has a bias ({@code proj_bias})
     * @param cleaning
     *            what becomes of a text before it is cut into words ({@code tokenizer_kwargs.clean})
     */
    public record Text(int contextLength, int vocabSize, int width, int heads, int layers, double mlpRatio, @Nullable Double layerScale,
            Text.Pool pool, boolean projectionBias, Cleaning cleaning) {

        /** Which of the text tower's tokens is read out. */
        public enum Pool {
            /** The first one with the largest id: CLIP's end token. */
            ARGMAX,
            /** The last of the context, padding included. */
            LAST
        }

        /** A tower without options, as CLIP's. */
        public Text(int contextLength, int vocabSize, int width, int heads, int layers) {
            this(contextLength, vocabSize, width, heads, layers, 4, null, Text.Pool.ARGMAX, false, Cleaning.LOWER);
        }

        /** Checks that heads divide the width and that the context holds the start and end tokens. */
        public Text {
            positive("text_cfg.vocab_size", vocabSize);
            positive("text_cfg.width", width);
            positive("text_cfg.heads", heads);
            positive("text_cfg.layers", layers);
            divides("text_cfg.heads", heads, "text_cfg.width", width);
            if (contextLength < 2) {
                throw new IllegalArgumentException("text_cfg.context_length must be at least 2, not " + contextLength);
            }
            if (!(mlpRatio > 0) || mlpRatio > 64) {
                throw new IllegalArgumentException("text_cfg.mlp_ratio must be in (0, 64], not " + mlpRatio);
            }
            finite("text_cfg.ls_init_value", layerScale);
        }

        private String describe() {
            return ("Text[contextLength=%d, vocabSize=%d, width=%d, heads=%d, layers=%d, mlpRatio=%s, layerScale=%s, pool=%s,"
                    + " projectionBias=%s%s]")
                    .formatted(contextLength, vocabSize, width, heads, layers, mlpRatio, layerScale, pool.name(), projectionBias,
                            cleaning == Cleaning.LOWER ? "" : ", cleaning=" + cleaning.key());
        }

        /** Width of the MLPs' hidden layer. */
        public int mlpWidth() {
            return (int) (width * mlpRatio);
        }
    }

    /**
     * Normalisation of red, green and blue: {@code (p / 255 - mean) / std}.
     *
     * @param mean
     *            three values
     * @param std
     *            three positive values
     */
    public record Preprocess(List<Double> mean, List<Double> std) {
        /** Checks that there are three finite values each and that no deviation is zero. */
        public Preprocess {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
            if (mean.size() != 3 || std.size() != 3 || !mean.stream().allMatch(Double::isFinite)
                    || !std.stream().allMatch(s -> s > 0 && Double.isFinite(s))) {
                throw new IllegalArgumentException("preprocess_cfg needs three finite means and three positive deviations,"
                        + " not mean " + mean + " and std " + std);
            }
        }

        private String describe() {
            return "Preprocess[mean=%s, std=%s]".formatted(mean, std);
        }

        /** Mean and deviation that OpenAI's CLIP, and open_clip after it, use. */
        public static Preprocess openai() {
            return new Preprocess(List.of(0.48145466, 0.4578275, 0.40821073), List.of(0.26862954, 0.26130258, 0.27577711));
        }
    }

    /**
     * Reads {@code open_clip_config.json}, or one of open_clip's model configurations.
     *
     * @throws IOException
     *             if the file is missing, is no JSON, has an unknown key or an impossible value; the message names file and key
     */
    public static ClipConfig read(Path file) throws IOException {
        return ClipConfigJson.read(file);
    }

    /** All of it in words, for recipes: the same as ever, so that what was made stays good. */
    public String describe() {
        return "ClipConfig[embedDim=%d, vision=%s, text=%s, quickGelu=%s, initLogitScale=%s, initLogitBias=%s, preprocess=%s]".formatted(
                embedDim,
                vision.describe(), text.describe(), quickGelu, initLogitScale, initLogitBias, preprocess.describe());
    }

    /** This configuration as {@code open_clip_config.json}; {@link #read} gives an equal one back. */
    public String toJson() {
        return ClipConfigJson.write(this);
    }

    private static void positive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " must be at least 1, not " + value);
        }
    }

    private static void finite(String key, @Nullable Double value) {
        if (value != null && !Double.isFinite(value)) {
            throw new IllegalArgumentException(key + " must be finite, not " + value);
        }
    }

    private static void divides(String key, int divisor, String of, int value) {
        if (value % divisor != 0) {
            throw new IllegalArgumentException(key + " " + divisor + " must divide " + of + " " + value);
        }
    }
}
