package io.mode4j.jobs;

/** Who sees a queue at work. What jobs say comes from several threads, all else from one. */
public interface JobWatch {

    /** A job is in the queue. */
    void waits(Job job);

    /**
     * A process of a job has been started.
     *
     * @param attempt from 1 on
     */
    void begins(Job job, Place place, int attempt);

    /** A line that a job's process wrote. */
    void says(Job job, String line);

    /** A job is done. */
    void isDone(Job job);

    /**
     * A process of a job ended before the job was done.
     *
     * @param again whether another one will be started
     */
    void fails(Job job, String why, boolean again);

    /** Called a few times a second. */
    void look();

    /** {@return one that shows nothing} */
    static JobWatch silent() {
        return SilentWatch.INSTANCE;
    }
}
