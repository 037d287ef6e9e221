package io.mode4j.plan;

import io.mode4j.progress.StageUse;

/**
 * What a stage takes of the machine that was tried.
 *
 * @param seconds by its {@link Work#effort}
 * @param read bytes, by its {@link Work#rows}
 * @param written bytes, by its rows
 * @param peak bytes of memory, whatever its rows
 */
public record StageCost(Line seconds, Line read, Line written, double peak) {

    /**
     * What a stage has to do.
     *
     * @param rows how many it reads: pairs, those of a sample, or samples that a model sees
     * @param effort what its time grows with: its rows, or rows times the centres that each is compared with
     */
    public record Work(double rows, double effort) {
        /** Work whose time grows with its rows alone. */
        public static Work of(double rows) {
            return new Work(rows, rows);
        }
    }

    /** The lines through what less and more work took. */
    public static StageCost of(Work less, StageUse small, Work more, StageUse large) {
        return new StageCost(Line.through(less.effort, small.seconds(), more.effort, large.seconds()),
                Line.through(less.rows, (double) small.read(), more.rows, (double) large.read()),
                Line.through(less.rows, (double) small.written(), more.rows, (double) large.written()),
                (double) Math.max(small.peak(), large.peak()));
    }
}
