package io.mode4j.artifact;

import java.io.IOException;

/** A folder holds the work of another configuration or of other inputs; the message names the differences and says how to go on. */
public class MismatchException extends IOException {

    /** @param message what differs, and what to do */
    public MismatchException(String message) {
        super(message);
    }
}
