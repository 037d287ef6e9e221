package io.mode4j.icons;

/** A drawing that is left out. {@link #reason} says why. */
final class UndrawableIconException extends Exception {
    /** Why a drawing is left out, as it is counted. */
    enum Reason {
        /** Contains text, which would look different with every machine's fonts. */
        TEXT,
        /** Contains or refers to another picture. */
        EMBEDDED_IMAGE,
        /** Nothing but white. */
        BLANK,
        /** The SVG library cannot read or draw it. */
        FAILED
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UndrawableIconException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
