package io.mode4j.clip;

import java.io.IOException;

/** Training diverged: the loss of a step is infinite or not a number. The weights are useless from here on. */
public class NonFiniteLossException extends IOException {

    /**
     * @param step
     *            the step that failed, counted from 1 over the whole schedule
     * @param loss
     *            what was found
     */
    public NonFiniteLossException(long step, double loss) {
        super("step " + step + ": the loss must be finite, found " + loss
                + "; lower the learning rate or look at the samples of this step");
    }
}
