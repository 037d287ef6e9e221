package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.Architectures;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.clip.checkpoint.Conversion;
import io.mode4j.clip.checkpoint.FittedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings a checkpoint from elsewhere into a model folder. */
@Command(name = "convert", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Make a model folder of a checkpoint: open_clip's and MetaCLIP's .pt, OpenAI's state dict, safetensors, or another folder.",
    "mode4j loads the folder, and open_clip too: open_clip.create_model('local-dir:DIR')."})
final class ConvertCommand implements Callable<Integer>, Standalone {
    @Option(names = "--from", paramLabel = "PATH", required = true, description = "The checkpoint, or a folder with one.")
    private Path from;

    @ArgGroup
    private @Nullable Architecture architecture;

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "Where model.safetensors and open_clip_config.json go.")
    private Path to;

    /** Either one; without, what lies beside the checkpoint, or what fits it. */
    static final class Architecture {
        @Option(names = "--architecture", paramLabel = "NAME", description = "The architecture by its name; docs/models.md lists them. Default: the one beside the checkpoint, or the only one that fits.")
        private @Nullable String name;

        @Option(names = "--config", paramLabel = "FILE", description = "The architecture as an open_clip model configuration.")
        private @Nullable Path config;
    }

    @Override
    public Integer call() throws IOException {
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(from)) {
            FittedWeights.of(checkpoint, config(checkpoint)).write(new FileLayer(), to);
        }
        System.out.println("The model is in " + to.toAbsolutePath());
        return 0;
    }

    private ClipConfig config(ClipCheckpoint checkpoint) throws IOException {
        if (architecture != null && architecture.name != null) {
            return Architectures.of(architecture.name);
        }
        if (architecture != null && architecture.config != null) {
            return ClipConfig.read(architecture.config);
        }
        return Conversion.architecture(checkpoint);
    }
}
