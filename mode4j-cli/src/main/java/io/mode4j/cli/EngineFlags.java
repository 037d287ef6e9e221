package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import io.mode4j.torch.TorchOptions;
import java.util.Set;

/** Where and how models compute. */
final class EngineFlags extends Flags<TorchOptions> {
    EngineFlags() {
        super(TorchOptions.defaults());
        flag("--device", "D", Value.TEXT, TorchOptions::device, TorchOptions::withDevice, "cpu or cuda[:N].");
        flag("--precision", "P", Value.TEXT, TorchOptions::precision, TorchOptions::withPrecision,
                "fp32, bf16, or auto: bf16 on CUDA and on processors with AMX, else fp32.");
        optional("--workers", "N", Value.COUNT, TorchOptions::withThreads, "Threads. Default: one a core.");
    }

    @Override
    public Set<StageName> stages() {
        return Set.of();
    }
}
