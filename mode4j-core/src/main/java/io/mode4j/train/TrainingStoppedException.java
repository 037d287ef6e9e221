package io.mode4j.train;

import java.io.IOException;

/** The process was asked to end, and the training has saved itself. */
public final class TrainingStoppedException extends IOException {
    private static final long serialVersionUID = 1;

    TrainingStoppedException(String model, long step, long steps) {
        super("the training of %s was stopped; step %,d of %,d is saved, and the same command goes on from there".formatted(model, step,
                steps));
    }
}
