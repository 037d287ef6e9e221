package io.mode4j.torch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.OptionalDeviceGuard;
import org.bytedeco.pytorch.global.torch;

/**
 * Where tensors live: {@code cpu}, or {@code cuda:n}.
 *
 * @param cudaIndex
 *            number of the CUDA device, -1 for the CPU
 */
record TorchDevice(int cudaIndex) {
    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");
    static final TorchDevice CPU = new TorchDevice(-1);

    /**
     * Reads {@code cpu}, {@code cuda} or {@code cuda:n}, and looks whether it is there.
     *
     * @throws IllegalArgumentException
     *             if it is none of these
     * @throws NoSuchDeviceException
     *             if this machine or build has no such device; the message says what is missing
     */
    static TorchDevice parse(String text) {
        boolean hasCuda = torch.hasCUDA(); // loads LibTorch
        int index = index(text);
        if (index < 0) {
            return CPU;
        }
        if (!hasCuda) {
            throw new NoSuchDeviceException("device " + text + ": no CUDA here. It needs an NVIDIA GPU with its driver and a build"
                    + " with LibTorch for CUDA (MODE4J_GPU=1 ./mode4j, or mvn -Pgpu package); use option device cpu otherwise");
        }
        if (index >= torch.getNumGPUs()) {
            throw new NoSuchDeviceException("device " + text + ": there is none of that number; CUDA sees cuda:0 to cuda:"
                    + (torch.getNumGPUs() - 1));
        }
        return new TorchDevice(index);
    }

    /**
     * {@return the number of the CUDA device, -1 for the CPU}
     *
     * @throws IllegalArgumentException
     *             if it is not {@code cpu}, {@code cuda} or {@code cuda:n}
     */
    static int index(String text) {
        if (text.equals("cpu")) {
            return -1;
        }
        Matcher cuda = CUDA.matcher(text);
        if (!cuda.matches()) {
            throw new IllegalArgumentException("device must be cpu, cuda or cuda:n, not '" + text + "'");
        }
        return cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
    }

    boolean isCuda() {
        return cudaIndex >= 0;
    }

    /** {@return whether this CUDA device multiplies bfloat16 faster than float32: from compute capability 8.0 on, which LibTorch asks for here} */
    boolean hasTensorCoresForBf16() {
        try (OptionalDeviceGuard _ = new OptionalDeviceGuard(toTorch())) {
            return torch.getCUDAHooks().supportsBFloat16ConvolutionWithCuDNNv8();
        }
    }

    Device toTorch() {
        return new Device(toString());
    }

    @Override
    public String toString() {
        return isCuda() ? "cuda:" + cudaIndex : "cpu";
    }
}
