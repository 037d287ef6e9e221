package io.mode4j.torch;

import java.io.Serializable;

/**
 * Where and how LibTorch computes.
 *
 * @param device
 *            {@code cpu}, {@code cuda} or {@code cuda:n}
 * @param precision
 *            {@code auto}, {@code fp32} or {@code bf16}; see {@link Precision}
 * @param threads
 *            of the CPU's kernels; with equal numbers equal inputs give equal bytes
 * @param chunkSize
 *            the most pairs that a training step computes at once on each thread, or on a GPU; a larger batch is computed in pieces, to the same gradients
 * @param gradCheckpointing
 *            whether training keeps of a tower's blocks their inputs alone, and computes the rest again for the gradients: less memory, a third more time
 * @param shardOptimizer
 *            whether several processes that train together keep a part of the optimiser's state each
 */
public record TorchOptions(String device, String precision, int threads, int chunkSize, boolean gradCheckpointing, boolean shardOptimizer)
        implements
            Serializable {
    /** The chunk size that holds every batch. */
    public static final int WHOLE = Integer.MAX_VALUE;
    /** The chunk size that follows the memory that is free when a training begins: half of it on a processor; a GPU takes the whole batch. */
    public static final int AUTO = 0;

    /**
     * Checks the values; whether there is such a device is seen when the engine opens.
     *
     * @throws IllegalArgumentException
     *             if one of them is none that there can be
     */
    public TorchOptions {
        int _ = TorchDevice.index(device);
        Precision _ = Precision.choose(precision, false);
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        if (chunkSize < 0) {
            throw tooSmall(chunkSize);
        }
    }

    /** With chunks that follow the memory. */
    public TorchOptions(String device, String precision, int threads) {
        this(device, precision, threads, AUTO, false, false);
    }

    /** {@return the CPU with all its cores, in the precision that is fast there} */
    public static TorchOptions defaults() {
        return new TorchOptions("cpu", "auto", Runtime.getRuntime().availableProcessors());
    }

    /** {@return the same on another device} */
    public TorchOptions withDevice(String other) {
        return new TorchOptions(other, precision, threads, chunkSize, gradCheckpointing, shardOptimizer);
    }

    /** {@return the same in another precision} */
    public TorchOptions withPrecision(String other) {
        return new TorchOptions(device, other, threads, chunkSize, gradCheckpointing, shardOptimizer);
    }

    /** {@return the same with another number of threads} */
    public TorchOptions withThreads(int count) {
        return new TorchOptions(device, precision, count, chunkSize, gradCheckpointing, shardOptimizer);
    }

    /** {@return the same with at most so many pairs at once, at least one} */
    public TorchOptions withChunkSize(int pairs) {
        if (pairs < 1) {
            throw tooSmall(pairs);
        }
        return new TorchOptions(device, precision, threads, pairs, gradCheckpointing, shardOptimizer);
    }

    /** {@return the same, with blocks computed again for their gradients} */
    public TorchOptions withGradCheckpointing() {
        return new TorchOptions(device, precision, threads, chunkSize, true, shardOptimizer);
    }

    /** {@return the same, with the optimiser's state shared out among processes} */
    public TorchOptions withShardOptimizer() {
        return new TorchOptions(device, precision, threads, chunkSize, gradCheckpointing, true);
    }

    private static IllegalArgumentException tooSmall(int chunkSize) {
        return new IllegalArgumentException("chunk-size must be at least 1, not " + chunkSize);
    }
}
