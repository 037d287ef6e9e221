package io.mode4j.artifact;

import java.io.IOException;

/** Something that the user gave cannot be used; the message names it, says what was expected, what was found, and what to do. */
public class BadInputException extends IOException {

    /** @param message what is wrong, and what to do */
    public BadInputException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, and what to do
     * @param cause what revealed it
     */
    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
