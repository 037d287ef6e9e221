package io.mode4j.work;

import io.mode4j.artifact.Checksums;
import java.io.IOException;
import java.util.List;

/**
 * Where the parts of a stage's work run: the threads of this process ({@link Workers}), or other processes on other machines. The parts of an index, of
 * embeddings, of assignments and of an evaluation write their own files, and what they return is small.
 */
public interface Runner {
    /**
     * Runs every part once, anywhere and in any order, and hands on what they return in the order of the parts.
     *
     * @param work what is done with a part
     * @param parts what each is done with
     * @param results takes what the parts return; called by one thread at a time
     * @throws IOException the first failure; other parts may have been done then
     */
    <P, R> void run(Work<P, R> work, List<P> parts, Results<R> results) throws IOException;

    /** {@return what takes the checksums of a stage's files there} */
    default Checksums checksums() {
        return ChecksumWork.by(this);
    }
}
