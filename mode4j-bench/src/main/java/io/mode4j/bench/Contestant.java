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

    /** Work whose result is dropped. */
    interface Work {
        /** Does it once. */
        Object run() throws IOException;
    }

    /** A contestant that does all of {@code work} against the clock. */
    static Contestant of(String name, Work work) {
        return new Contestant() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double run() throws IOException {
                long start = System.nanoTime();
                work.run();
                return (System.nanoTime() - start) / 1e9;
            }
        };
    }
}
