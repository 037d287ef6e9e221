package io.mode4j.jobs;

import java.io.IOException;
import java.util.Map;

/** Brings a kind of cluster; found by {@link java.util.ServiceLoader} where its module is on the class path. */
public interface ClusterProvider {
    /** What users call it. */
    String name();

    /**
     * Connects to one.
     *
     * @param master   where it is, in the provider's own words; empty for this machine
     * @param settings of that system, by their own names
     * @return a cluster; the caller closes it
     * @throws IOException if it cannot be reached or used; the message says what to do
     */
    Cluster open(String master, Map<String, String> settings) throws IOException;
}
