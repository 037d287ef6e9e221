package io.mode4j.clip;

/**
 * A model for inference.
 *
 * <p>
 * Safe for use by many threads. Every call after {@link #close} throws {@link IllegalStateException}; a call in progress while another thread
 * closes finishes or throws that exception.
 */
public interface ClipModel extends ClipFeatures, AutoCloseable {

    /** Frees the model; may be called more than once. */
    @Override
    void close();
}
