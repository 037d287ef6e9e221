package io.mode4j.work;

import java.io.IOException;
import java.util.Map;

/** Brings a runner whose parts run elsewhere than in this process; found by {@link java.util.ServiceLoader} where its module is on the class path. */
public interface RunnerProvider {
    /** What users call it. */
    String name();

    /**
     * Connects to where parts run.
     *
     * @param master where that is, in the provider's own words; empty for this machine
     * @param settings of that system, by their own names
     * @return a runner; the caller closes it
     * @throws IOException if it cannot be reached or used; the message says what to do
     */
    Open open(String master, Map<String, String> settings) throws IOException;

    /** A runner that holds on to something until it is closed. */
    interface Open extends Runner, AutoCloseable {
        @Override
        void close();
    }
}
