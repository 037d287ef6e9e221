package io.mode4j.torch;

import io.mode4j.linalg.NativeEnvironment;
import org.bytedeco.pytorch.global.torch;

/**
 * LibTorch, loaded, and what it computes on.
 *
 * @param threads
 *            of the CPU
 */
record TorchEnvironment(TorchDevice device, Precision precision, int threads) {
    private static final int READERS = 2; // threads that ask a GPU: one hands over its input while the other's is computed

    /**
     * Loads LibTorch and looks for the device.
     *
     * @throws IllegalArgumentException
     *             if the device or precision is unknown or not to be had here; the message says what is missing
     */
    static TorchEnvironment open(TorchOptions options) {
        NativeEnvironment.prepare();
        NativeMemory.prepare();
        TorchDevice device = device(options.device());
        Precision precision = Precision.parse(options.precision(), device);
        torch.set_num_threads(1); // for when the environment was not ours to set
        if (device.isCuda()) {
            torch.globalContext().setDeterministicAlgorithms(true, false);
            torch.globalContext().setDeterministicFillUninitializedMemory(false); // a search for bugs, at the cost of a pass over memory
        }
        return new TorchEnvironment(device, precision, options.threads());
    }

    private static TorchDevice device(String text) {
        try {
            return TorchDevice.parse(text);
        } catch (UnsatisfiedLinkError e) {
            String library = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IllegalArgumentException("LibTorch cannot be loaded: " + library + ". A build for CUDA needs the libraries of"
                    + " CUDA 13, cuDNN 9 and NCCL 2, in /usr/local/cuda/lib64 or where LD_LIBRARY_PATH says", e);
        }
    }

    /** {@return how many threads are to ask a model that only answers} */
    int workers() {
        return device.isCuda() ? READERS : threads;
    }
}
