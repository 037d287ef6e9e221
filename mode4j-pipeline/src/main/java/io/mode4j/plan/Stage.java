package io.mode4j.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A stage whose cost is planned. */
public enum Stage {
    INDEX,
    EMBED,
    /** The fit on the sample, which one machine does. */
    CLUSTER,
    ASSIGN,
    /** All models. */
    TRAIN;

    /** The stage of a line in {@code stages.jsonl}; the seed is the model that is tried. */
    static Optional<Stage> logged(String name) {
        return Arrays.stream(values()).filter(stage -> (stage == TRAIN ? "seed" : stage.toString()).equals(name)).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
