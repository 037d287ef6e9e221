package io.mode4j.sentence;

import java.util.Arrays;
import java.util.Optional;

/** How a text's tokens become one vector. */
public enum Pooling {
    /** The first token's. */
    CLS("pooling_mode_cls_token"),
    /** The largest of each component. */
    MAX("pooling_mode_max_tokens"),
    /** The mean. */
    MEAN("pooling_mode_mean_tokens"),
    /** The sum, by the square root of the number of tokens. */
    MEAN_SQRT("pooling_mode_mean_sqrt_len_tokens"),
    /** The last token's. */
    LAST("pooling_mode_lasttoken"),
    /** The first token's, through the layer and the hyperbolic tangent that BERT was trained with; a Hugging Face folder's, where it is asked for. */
    POOLER("");

    private final String flag;

    Pooling(String flag) {
        this.flag = flag;
    }

    /** {@return the key of sentence-transformers' configuration that asks for it; empty where it has none} */
    String flag() {
        return flag;
    }

    /** {@return the one of this name in sentence-transformers' newer configurations} */
    static Optional<Pooling> named(String mode) {
        String name = switch (mode) {
            case "lasttoken" -> "LAST";
            case "mean_sqrt_len_tokens" -> "MEAN_SQRT";
            default -> mode.toUpperCase(java.util.Locale.ROOT);
        };
        return Arrays.stream(values()).filter(pooling -> pooling != POOLER && pooling.name().equals(name)).findFirst();
    }
}
