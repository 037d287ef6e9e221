package io.mode4j.torch;

/**
 * Where and how LibTorch computes.
 *
 * @param device
 *            {@code cpu}, {@code cuda} or {@code cuda:n}
 * @param precision
 *            {@code auto}, {@code fp32} or {@code bf16}; see {@link Precision}
 * @param threads
 *            of the CPU's kernels; with equal numbers equal inputs give equal bytes
 */
public record TorchOptions(String device, String precision, int threads) {

    /**
     * Checks the values; whether there is such a device is seen when the engine opens.
     *
     * @throws IllegalArgumentException
     *             if one of them is none that there can be
     */
    public TorchOptions {
        int _ = TorchDevice.index(device);
        Precision _ = Precision.choose(precision, false, false);
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
    }

    /** {@return the CPU with all its cores, in the precision that is fast there} */
    public static TorchOptions defaults() {
        return new TorchOptions("cpu", "auto", Runtime.getRuntime().availableProcessors());
    }

    /** {@return the same on another device} */
    public TorchOptions withDevice(String other) {
        return new TorchOptions(other, precision, threads);
    }

    /** {@return the same in another precision} */
    public TorchOptions withPrecision(String other) {
        return new TorchOptions(device, other, threads);
    }

    /** {@return the same with another number of threads} */
    public TorchOptions withThreads(int count) {
        return new TorchOptions(device, precision, count);
    }
}
