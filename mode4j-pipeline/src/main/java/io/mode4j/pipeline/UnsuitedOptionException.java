package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;

/** An option asks for more than the data can give; it is not kept for later commands. */
public final class UnsuitedOptionException extends BadInputException {
    private static final long serialVersionUID = 1;

    private final String option;

    /**
     * @param option with its dashes
     * @param complaint what it was, what the data are, and what to do
     */
    UnsuitedOptionException(String option, String complaint) {
        super(option + " " + complaint);
        this.option = option;
    }

    /** The option's key in {@code run.json}. */
    public String key() {
        return option.substring(2);
    }
}
