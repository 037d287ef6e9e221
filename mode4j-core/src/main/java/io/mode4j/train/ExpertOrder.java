package io.mode4j.train;

/** In which order experts are trained, where they are trained one after another. */
public enum ExpertOrder {
    /** By their numbers. */
    NUMBER,
    /** Those first whose fine centres are spread widest: the first few are then the best few (the paper's training priority). */
    PRIORITY
}
