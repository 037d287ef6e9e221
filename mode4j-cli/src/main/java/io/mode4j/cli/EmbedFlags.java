package io.mode4j.cli;

import io.mode4j.shard.CaptionChoice;
import picocli.CommandLine.Option;

/** Options of embedding captions. */
final class EmbedFlags {
    @Option(names = "--caption", paramLabel = "WHICH", defaultValue = "FIRST", description = "The caption of a pair that is clustered: first, or random (drawn once from the seed and the key). Default: first")
    CaptionChoice.Mode caption;

    CaptionChoice choice(long seed) {
        return new CaptionChoice(caption, seed);
    }
}
