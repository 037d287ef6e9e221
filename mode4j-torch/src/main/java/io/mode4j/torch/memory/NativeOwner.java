package io.mode4j.torch.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/**
 * Owns native objects that outlive the scope they were made in: parameters, optimiser state, a kept operator. Taken objects are freed by
 * {@link #close}, the latest first. Not safe for use by several threads.
 */
public final class NativeOwner implements AutoCloseable {
    private final Deque<Pointer> owned = new ArrayDeque<>();

    /**
     * Keeps an object alive until this owner closes.
     *
     * @param made
     *            must own its memory: what {@code grad()} or a vector's {@code get} return are aliases, to be copied first
     * @return the same object
     */
    public <P extends Pointer> P own(P made) {
        made.retainReference();
        owned.push(made);
        return made;
    }

    /** Frees everything; may be called more than once. */
    @Override
    public void close() {
        while (!owned.isEmpty()) {
            owned.pop().releaseReference();
        }
    }
}
