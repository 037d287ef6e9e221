package io.mode4j.pipeline;

import java.util.Locale;

/** The space in which pairs are clustered. */
public enum Embedding {
    /** Sentence embeddings of the captions, the paper's way. */
    TEXT,
    /** The captions' words: tf-idf, reduced by truncated SVD, as c-BTM clusters texts. */
    TFIDF,
    /** CLIP's embeddings of the pictures (ablation). Experts cannot be weighed by texts. */
    IMAGE,
    /** Sentence embeddings of the captions, and CLIP's of the pictures beside them (ablation). Texts are compared with the captions' part. */
    BOTH;

    /** Whether pictures are embedded. */
    boolean needsPictures() {
        return this == IMAGE || this == BOTH;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
