package io.mode4j.train;

import java.io.IOException;

/**
 * The order in which a model sees its pairs: epoch after epoch, in each every pair once. Used by one thread; owns what it has opened until closed.
 */
interface SampleOrder extends AutoCloseable {

    /** How many pairs there are, and so how long an epoch is. */
    long samples();

    /**
     * What is drawn at a position, a function of the position alone.
     *
     * @param position
     *            counted from 0 over all epochs; any may be asked for, and ascending ones cost least, however far apart
     * @throws IOException
     *             if the index cannot be read
     */
    Draw draw(long position) throws IOException;

    @Override
    void close() throws IOException;
}
