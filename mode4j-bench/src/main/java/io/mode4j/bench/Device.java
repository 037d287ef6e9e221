package io.mode4j.bench;

import org.bytedeco.pytorch.global.torch;

/** The device that models compute on. */
final class Device {
    private Device() {}

    /** Waits until a GPU has done what it was given; at once without one. */
    static void await() {
        if (torch.hasCUDA()) {
            torch.cuda_synchronize();
        }
    }
}
