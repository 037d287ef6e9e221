package io.mode4j.cli;

import io.mode4j.pipeline.EmbedOptions;
import io.mode4j.pipeline.Embedding;
import io.mode4j.shard.CaptionChoice;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of embedding captions. */
final class EmbedFlags {
    @Option(names = "--caption", paramLabel = "WHICH", defaultValue = "FIRST", description = "The caption of a pair that is clustered: first; longest, for data whose first text names a collection, not the picture; or random (drawn once from the seed and the key). Default: first")
    CaptionChoice.Mode caption;

    @Option(names = "--embedding", paramLabel = "KIND", defaultValue = "TEXT", description = "What is clustered: text, sentence embeddings of the captions; tfidf, their words as in c-BTM (with --hierarchy one_step that is c-BTM's clustering); both, captions and pictures; or image, pictures alone, by which experts cannot be weighed. Default: text")
    Embedding embedding;

    @Option(names = "--embedding-model", paramLabel = "DIR", description = "The folder of the CLIP model that embeds pictures for --embedding image and both: model.safetensors and open_clip_config.json.")
    @Nullable
    Path model;

    EmbedOptions options(long seed) {
        return new EmbedOptions(choice(seed), embedding, model);
    }

    CaptionChoice choice(long seed) {
        return new CaptionChoice(caption, seed);
    }
}
