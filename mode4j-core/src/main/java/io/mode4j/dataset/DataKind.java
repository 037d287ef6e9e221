package io.mode4j.dataset;

import java.util.Locale;

/** What is asked of a data set's pictures. */
public enum DataKind {
    /** One class a picture. */
    CLASSIFICATION,
    /** Any number of classes a picture. */
    MULTILABEL,
    /** Captions of each picture. */
    RETRIEVAL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
