package io.mode4j.jobs;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One process that worked on a job.
 *
 * @param began    when
 * @param process  its number on the machine
 * @param where    it computed, in words
 * @param ended    when; empty while it runs, and for ever where nobody was there to see it
 * @param exitCode it ended with; 0 before that
 * @param why      it ended without being done, in words; else empty
 */
public record Attempt(String began, long process, String where, String ended, int exitCode, String why) {
    /** A process that has just been started. */
    static Attempt begins(long process, String where) {
        return new Attempt(now(), process, where, "", 0, "");
    }

    /** The same, ended. */
    Attempt ends(int code, String reason) {
        return new Attempt(began, process, where, now(), code, reason);
    }

    /** Whether its end was seen, and left something to do. */
    public boolean isFailed() {
        return !why.isEmpty();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
