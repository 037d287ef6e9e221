package io.mode4j.jobs;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Work on a job that has been started, here or elsewhere. */
public interface JobProcess {

    /** The number of the process; of one elsewhere, that of the process that waits for it here. */
    long number();

    /** What it says, by lines, until it ends. */
    BufferedReader output();

    /** Whether it has not ended yet. */
    boolean isAlive();

    /** The exit code that it ended with; above 128 of one that was killed. */
    int exitCode();

    /** Asks it to save what it has, and to end. */
    void stop();

    /** {@return a process of this machine that has been started} */
    static JobProcess start(ProcessBuilder command) throws IOException {
        Process process = command.redirectErrorStream(true).redirectInput(Redirect.from(new File("/dev/null"))).start();
        BufferedReader output = process.inputReader();
        return new JobProcess() {
            @Override
            public long number() {
                return process.pid();
            }

            @Override
            public BufferedReader output() {
                return output;
            }

            @Override
            public boolean isAlive() {
                return process.isAlive();
            }

            @Override
            public int exitCode() {
                return process.exitValue();
            }

            @Override
            public void stop() {
                boolean _ = process.toHandle().destroy(); // the process's own method would close what it still has to say
            }
        };
    }
}
