package io.mode4j.sentence;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Transformers that are one network but for names and small things: blocks with normalisation behind each residual branch (Vaswani et al. 2017), all tokens see each other.
 */
public enum Family {
    /** BERT (Devlin et al. 2019), and SimCSE's. */
    BERT("bert", 0, 1e-12),
    /** RoBERTa (Liu et al. 2019); positions begin behind the number of the padding token. */
    ROBERTA("roberta", 2, 1e-5),
    /** XLM-R (Conneau et al. 2020), a RoBERTa. */
    XLM_ROBERTA("xlm-roberta", 2, 1e-5),
    /** CamemBERT (Martin et al. 2020), a RoBERTa. */
    CAMEMBERT("camembert", 2, 1e-5),
    /** MPNet (Song et al. 2020), with a bias of attention by relative position. */
    MPNET("mpnet", 2, 1e-12),
    /** DistilBERT (Sanh et al. 2019). */
    DISTILBERT("distilbert", 0, 1e-12);

    private final String type;
    private final int firstPosition;
    private final double epsilon;

    Family(String type, int firstPosition, double epsilon) {
        this.type = type;
        this.firstPosition = firstPosition;
        this.epsilon = epsilon;
    }

    /**
     * What the parts of a layer are called in files.
     *
     * @param prefix
     *            before the layer's number
     */
    record Layers(String prefix, String query, String key, String value, String attentionOut, String attentionNorm, String mlpIn,
            String mlpOut, String norm) {
        private static final Layers OF_BERT = new Layers("encoder.layer.", "attention.self.query", "attention.self.key",
                "attention.self.value",
                "attention.output.dense", "attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm");
        private static final Layers OF_MPNET = new Layers("encoder.layer.", "attention.attn.q", "attention.attn.k", "attention.attn.v",
                "attention.attn.o", "attention.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm");
        private static final Layers OF_DISTILBERT = new Layers("transformer.layer.", "attention.q_lin", "attention.k_lin",
                "attention.v_lin",
                "attention.out_lin", "sa_layer_norm", "ffn.lin1", "ffn.lin2", "output_layer_norm");
    }

    /** {@return the family of this {@code model_type}} */
    static Optional<Family> of(String type) {
        return Arrays.stream(values()).filter(family -> family.type.equals(type)).findFirst();
    }

    /** {@return the types that are known, for messages} */
    static String types() {
        return Stream.of(values()).map(family -> family.type).collect(Collectors.joining(", "));
    }

    /** {@return what {@code model_type} calls it} */
    public String type() {
        return type;
    }

    /** {@return the position of a text's first token in the table of positions} */
    public int firstPosition() {
        return firstPosition;
    }

    /** {@return what is added to variances where the configuration does not say} */
    double epsilon() {
        return epsilon;
    }

    Layers layers() {
        return switch (this) {
            case MPNET -> Layers.OF_MPNET;
            case DISTILBERT -> Layers.OF_DISTILBERT;
            case BERT, ROBERTA, XLM_ROBERTA, CAMEMBERT -> Layers.OF_BERT;
        };
    }

    /** {@return whether every token also has a row of a table of types, of which texts by themselves take the first} */
    boolean hasTypes() {
        return this != MPNET && this != DISTILBERT;
    }

    /** {@return whether attention has a bias by the distance of two tokens} */
    public boolean hasRelativeBias() {
        return this == MPNET;
    }

    /** {@return what names in files may begin with: a model by itself has no prefix, inside a larger one its family's} */
    List<String> prefixes() {
        return List.of("", type.equals("xlm-roberta") || type.equals("camembert") ? "roberta." : type + ".", "model.", "encoder.");
    }
}
