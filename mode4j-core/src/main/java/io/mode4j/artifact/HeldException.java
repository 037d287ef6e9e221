package io.mode4j.artifact;

/** Another process, or another thread of this one, writes the folder; the message names it and says how to go on. */
public class HeldException extends BadInputException {

    /** @param message who writes where, and what to do */
    public HeldException(String message) {
        super(message);
    }
}
