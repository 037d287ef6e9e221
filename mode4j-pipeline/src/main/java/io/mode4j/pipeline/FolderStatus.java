package io.mode4j.pipeline;

/**
 * How far one folder of a run is.
 *
 * @param folder its name inside the run directory
 * @param state how far it is
 * @param reason why it is not simply done, and what to do; empty when there is nothing to say
 */
public record FolderStatus(String folder, State state, String reason) {
    /** How far. */
    public enum State {
        /** Finished; the next run skips it. */
        DONE,
        /** A process writes it now. */
        RUNNING,
        /** A queue of jobs has it before it. */
        WAITING,
        /** The job that makes it ended with a failure; the next run goes on. */
        FAILED,
        /** Begun; the next run goes on. */
        INTERRUPTED,
        /** Not begun. */
        LEFT,
        /** Finished, but what it was made from has changed since. */
        OUTDATED,
        /** Finished, but not as it was written. */
        DAMAGED
    }
}
