package io.mode4j.cli;

import java.util.Locale;

/** The stages in the order of the flow, each with the folder of the run directory that it writes. */
public enum StageName {
    INDEX("index"),
    EMBED("embeddings"),
    CLUSTER("clusters"),
    ASSIGN("assignments"),
    SEED("seed"),
    EXPERTS("experts"),
    BASELINES("baselines"),
    EVALUATE("evaluation");

    private final String folder;

    StageName(String folder) {
        this.folder = folder;
    }

    /** The stage's folder inside the run directory. */
    public String folder() {
        return folder;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
