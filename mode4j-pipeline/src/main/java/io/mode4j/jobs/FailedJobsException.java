package io.mode4j.jobs;

import java.io.IOException;

/** Some jobs of a queue are not done; the message names each, why, and where its log is. */
public final class FailedJobsException extends IOException {
    private static final long serialVersionUID = 1;

    FailedJobsException(String message) {
        super(message);
    }
}
