package io.mode4j.task;

import java.io.IOException;

/** Hears of every task once, as soon as nothing is left to do for it. */
public interface TaskListener {

    /** All models have answered; their scores are in the task's folder. */
    void scored(Task task) throws IOException;

    /**
     * The task cannot be scored: its pictures cannot be read, or nothing can be measured on them. The others go on.
     *
     * @param why names what is wrong
     * @throws IOException if the others are not to go on
     */
    void failed(Task task, IOException why) throws IOException;
}
