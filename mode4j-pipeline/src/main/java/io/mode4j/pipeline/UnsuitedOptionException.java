package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;

/** An option asks for more than the data can give. */
public final class UnsuitedOptionException extends BadInputException {
    private static final long serialVersionUID = 1;

    private final String option;

    /**
     * @param option its key, as in a configuration file
     * @param complaint what it was, what the data are, and what to do
     */
    UnsuitedOptionException(String option, String complaint) {
        super("option " + option + " " + complaint);
        this.option = option;
    }

    /** The option's key, as in a configuration file. */
    public String option() {
        return option;
    }
}
