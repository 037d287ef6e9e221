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
                "fp32, bf16, or auto: bf16 on CUDA, on processors with AMX and on AMD's with AVX512-BF16, else fp32.");
        optional("--workers", "N", Value.COUNT, TorchOptions::withThreads, "Threads. Default: one a core.");
        automatic("--chunk-size", "N", Value.COUNT, TorchOptions::withChunkSize,
                "In training, the most pairs that a thread, or a GPU, computes at once: a larger batch is computed in pieces, which takes less memory and a third more time, to the same gradients. auto: as many as half of the free memory holds; on a GPU all.");
        onOff("--grad-checkpointing", TorchOptions::withGradCheckpointing,
                "In training, keep of a tower's blocks their inputs alone and compute the rest again for the gradients: less memory, a third more time.");
        onOff("--shard-optimizer", TorchOptions::withShardOptimizer,
                "In training by several processes, each keeps a part of the optimiser's state and takes the step of its part: less memory, and as much again to send.");
    }

    @Override
    public Set<StageName> stages() {
        return Set.of();
    }
}
