package io.mode4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Architecture of a CLIP model and the normalisation of its pixels: the content of {@code open_clip_config.json}.
 *
 * <p>
 * Immutable. The JSON is open_clip's: {@code model_cfg} (embed_dim, vision_cfg, text_cfg, quick_gelu, init_logit_scale) and
 * {@code preprocess_cfg} (mean, std); absent keys take open_clip's defaults and unknown keys are errors.
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
 * @param preprocess
 *            what is done to a pixel in [0, 1] before the image tower
 */
public record ClipConfig(int embedDim, Vision vision, Text text, boolean quickGelu, double initLogitScale,
        Preprocess preprocess) {

    /** CLIP's initial logit scale, ln(1/0.07). */
    public static final double INIT_LOGIT_SCALE = Math.log(1 / 0.07);

    /** Checks that the embedding has at least one dimension and the logit scale is finite. */
    public ClipConfig {
        positive("embed_dim", embedDim);
        if (!Double.isFinite(initLogitScale)) {
            throw new IllegalArgumentException("init_logit_scale must be finite, not " + initLogitScale);
        }
    }

    /** A model with CLIP's usual normalisation and initial logit scale. */
    public static ClipConfig of(int embedDim, Vision vision, Text text, boolean quickGelu) {
        return new ClipConfig(embedDim, vision, text, quickGelu, INIT_LOGIT_SCALE, Preprocess.openai());
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
     */
    public record Vision(int imageSize, int patchSize, int width, int layers, int headWidth, double mlpRatio) {
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
     * Text tower, a causal transformer read out at the end token; its MLPs are four times its width.
     *
     * @param contextLength
     *            the most tokens of a text, start and end included
     * @param width
     *            of the residual stream, a multiple of {@code heads}
     */
    public record Text(int contextLength, int vocabSize, int width, int heads, int layers) {
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

        /** Mean and deviation that OpenAI's CLIP, and open_clip after it, use. */
        public static Preprocess openai() {
            return new Preprocess(List.of(0.48145466, 0.4578275, 0.40821073), List.of(0.26862954, 0.26130258, 0.27577711));
        }
    }

    /**
     * Reads {@code open_clip_config.json}.
     *
     * @throws IOException
     *             if the file is missing, is no JSON, has an unknown key or an impossible value; the message names file and key
     */
    public static ClipConfig read(Path file) throws IOException {
        return ClipConfigJson.read(file);
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

    private static void divides(String key, int divisor, String of, int value) {
        if (value % divisor != 0) {
            throw new IllegalArgumentException(key + " " + divisor + " must divide " + of + " " + value);
        }
    }
}
