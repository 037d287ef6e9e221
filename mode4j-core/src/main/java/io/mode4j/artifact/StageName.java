package io.mode4j.artifact;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

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

    /** This stage and those whose inputs it makes, directly or not. The seed model, for one, does not depend on the clusters. */
    public Set<StageName> withDependents() {
        return switch (this) {
            case INDEX -> EnumSet.allOf(StageName.class);
            case EMBED -> EnumSet.of(EMBED, CLUSTER, ASSIGN, EXPERTS, BASELINES, EVALUATE);
            case CLUSTER -> EnumSet.of(CLUSTER, ASSIGN, EXPERTS, BASELINES, EVALUATE);
            case ASSIGN -> EnumSet.of(ASSIGN, EXPERTS, BASELINES, EVALUATE);
            case SEED -> EnumSet.of(SEED, EXPERTS, BASELINES, EVALUATE);
            case EXPERTS -> EnumSet.of(EXPERTS, EVALUATE);
            case BASELINES -> EnumSet.of(BASELINES, EVALUATE);
            case EVALUATE -> EnumSet.of(EVALUATE);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
