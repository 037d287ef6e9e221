package io.mode4j.spark;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Logger;

/** Keeps what mode4j says in its own form: Spark sends all that java.util.logging has to its own log. */
final class OwnLogging {
    private final List<Handler> handlers = List.of(root().getHandlers());

    private OwnLogging() {}

    /** As it is now. */
    static OwnLogging now() {
        return new OwnLogging();
    }

    /** Has it as it was. */
    void restore() {
        for (Handler handler : root().getHandlers()) {
            root().removeHandler(handler);
        }
        handlers.forEach(root()::addHandler);
    }

    private static Logger root() {
        return Logger.getLogger("");
    }
}
