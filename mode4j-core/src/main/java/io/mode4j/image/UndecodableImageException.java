package io.mode4j.image;

import java.io.IOException;

/** A picture's bytes are not a picture, are damaged, or claim more pixels than is sane. The sample is skipped; the run goes on. */
public class UndecodableImageException extends IOException {

    /** Why a picture cannot be decoded, for counting. */
    public enum Cause {
        /** Not JPEG, PNG or WebP. */
        UNKNOWN_FORMAT,
        /** The header claims more than {@link PictureHeader#MAX_PIXELS}. */
        TOO_LARGE,
        /** The decoder gave up. */
        DAMAGED
    }

    private final Cause kind;

    /** With what was wrong. */
    public UndecodableImageException(Cause kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** With what was wrong and where that was noticed. */
    public UndecodableImageException(Cause kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** The cause, for counting. */
    public Cause kind() {
        return kind;
    }
}
