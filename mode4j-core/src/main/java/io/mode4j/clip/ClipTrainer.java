package io.mode4j.clip;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One model under training; its features are those of its present weights. Used by one thread at a time; owns native memory until closed, after which every call
 * throws {@link IllegalStateException}.
 */
public interface ClipTrainer extends ClipFeatures, AutoCloseable {

    /** Optimiser steps taken since the model was created, those before {@link ClipEngine#restore} included. */
    long steps();

    /**
     * Forward, backward, one AdamW step, clamp of the logit scale. Where the batch has {@link SoftTargets}, they are learnt from too.
     *
     * @param batch
     *            images of the model's size; captions of at most its context length
     * @param learningRate
     *            of this step
     * @throws NonFiniteLossException
     *             if the loss is not finite; the model must not be saved then
     * @throws IOException
     *             if a process that trains the model too is lost
     * @throws IllegalArgumentException
     *             if the batch's shapes or token ids do not fit the model; the model is unchanged then
     */
    StepResult step(ClipBatch batch, double learningRate) throws IOException;

    /**
     * {@return the length of the last step's gradient, over all parameters together, 0 before the first} On a GPU the caller waits until the step is done.
     */
    double gradientNorm();

    /**
     * Writes {@code model.safetensors}, {@code open_clip_config.json} and, if asked, {@code optimizer.safetensors} into a folder.
     *
     * @param withOptimizer
     *            also write what {@link ClipEngine#restore} needs
     */
    void save(FileLayer files, Path folder, boolean withOptimizer) throws IOException;

    /** The part of {@link #save} of a process that trains the model too and does not write it; where each keeps all of the state, there is none. */
    default void assistSave(boolean withOptimizer) throws IOException {
        // nothing is asked for
    }

    /** Frees the model; may be called more than once. */
    @Override
    void close();
}
