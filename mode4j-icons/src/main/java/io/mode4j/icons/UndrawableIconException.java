package io.mode4j.icons;

/** A drawing that is left out. {@link #reason} says why. */
final class UndrawableIconException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Skip reason;

    UndrawableIconException(Skip reason, String message) {
        super(message);
        this.reason = reason;
    }

    Skip reason() {
        return reason;
    }
}
