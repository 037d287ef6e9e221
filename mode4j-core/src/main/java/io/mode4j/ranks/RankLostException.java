package io.mode4j.ranks;

import java.io.IOException;

/** A rank is gone, or has failed, and the others cannot go on without it. */
public final class RankLostException extends IOException {
    private static final long serialVersionUID = 1;

    /** Says which rank it is and what is known of it. */
    public RankLostException(String message) {
        super(message);
    }
}
