package io.mode4j.clip;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes, restores and loads CLIP models: the only door between this module's plain Java and a tensor library. Thread-safe.
 *
 * <p>
 * Every implementation passes {@code ClipEngineContract} of the core's tests.
 */
public interface ClipEngine {

    /**
     * A new model to train.
     *
     * @param seed
     *            fixes the initial weights: equal seeds, equal weights
     */
    ClipTrainer create(ClipConfig model, OptimizerConfig optimizer, long seed) throws IOException;

    /**
     * Trains on from the weights of a finished model, with a fresh optimiser.
     *
     * @param modelFolder
     *            as for {@link #load}
     * @throws IOException
     *             if a file is missing or damaged; the message names it
     */
    ClipTrainer start(Path modelFolder, OptimizerConfig optimizer) throws IOException;

    /**
     * Continues a model from what {@link ClipTrainer#save} wrote with its optimiser: weights, optimiser state and step count bit for bit.
     *
     * @throws IOException
     *             if a file is missing or damaged; the message names it
     */
    ClipTrainer restore(Path checkpointFolder, OptimizerConfig optimizer) throws IOException;

    /**
     * Opens a model for inference.
     *
     * @param modelFolder
     *            holds {@code open_clip_config.json} and weights, {@code model.safetensors} say
     * @throws IOException
     *             if a file is missing or damaged; the message names it
     */
    ClipModel load(Path modelFolder) throws IOException;

    /** Implementation and precision, "libtorch bf16" say: what of the engine decides the numbers, and so belongs into recipes. */
    String identity();

    /** Device, precision and threads, for people. */
    String describe();
}
