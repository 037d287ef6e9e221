package io.mode4j.spark;

import java.io.IOException;

/** A failed task, for Spark, which knows nothing of checked exceptions. */
final class TaskFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    TaskFailure(IOException cause) {
        super(cause);
    }
}
