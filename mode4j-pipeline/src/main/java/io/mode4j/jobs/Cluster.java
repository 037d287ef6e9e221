package io.mode4j.jobs;

import io.mode4j.work.Runner;
import java.io.IOException;
import java.util.List;

/** Machines on which parts of stages and jobs run. */
public interface Cluster extends Runner, AutoCloseable {
    /**
     * Starts a job there.
     *
     * @param job       what is done, on a run directory that those machines see
     * @param arguments of the command line
     * @param ranks     how many processes do it together
     * @return what stops when this process ends
     */
    JobProcess start(Job job, List<String> arguments, int ranks) throws IOException;

    @Override
    void close();
}
