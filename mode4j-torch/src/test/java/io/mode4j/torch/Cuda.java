package io.mode4j.torch;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests that need an NVIDIA GPU and a build with LibTorch for CUDA; skipped elsewhere. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf("io.mode4j.torch.Cuda$Found#here")
@interface Cuda {
    /** Looks for one. */
    final class Found {
        private Found() {}

        static boolean here() {
            TorchClipEngine.open(TorchOptions.defaults()); // loads LibTorch
            return torch.hasCUDA();
        }
    }
}
