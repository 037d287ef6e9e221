package io.mode4j.cli;

import io.mode4j.torch.TorchOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where and how models compute. */
final class EngineFlags {
    @Option(names = "--device", paramLabel = "D", defaultValue = "cpu", description = "cpu or cuda[:N]. Default: ${DEFAULT-VALUE}")
    String device;

    @Option(names = "--precision", paramLabel = "P", defaultValue = "auto", description = "fp32, bf16, or auto: bf16 on CUDA and on processors with AMX, else fp32. Default: ${DEFAULT-VALUE}")
    String precision;

    @Option(names = "--workers", paramLabel = "N", description = "Threads. Default: one a core.")
    @Nullable
    Integer workers;

    /** As the engine takes them. */
    TorchOptions options() {
        return new TorchOptions(device, precision, workers == null ? Runtime.getRuntime().availableProcessors() : workers);
    }
}
