package io.mode4j.stores;

import java.io.IOException;

/** A failure that may pass: the server is busy, fails, says nothing, or said less than it announced. */
public class PassingException extends IOException {
    /** @param message what was expected and what was found, without the object's name */
    public PassingException(String message) {
        super(message);
    }

    /**
     * @param message what was expected and what was found, without the object's name
     * @param cause what revealed it
     */
    public PassingException(String message, Throwable cause) {
        super(message, cause);
    }
}
