package io.mode4j.bench;

import java.io.IOException;

/** One of the programs that a benchmark compares. */
interface Contestant extends AutoCloseable {
    /** Its name in the results. */
    String name();

    /** Does the work once and says how long it took, in seconds, preparations left out. */
    double run() throws IOException;

    @Override
    default void close() throws IOException {}
}
