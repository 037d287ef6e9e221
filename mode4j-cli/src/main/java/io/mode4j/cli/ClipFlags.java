package io.mode4j.cli;

import io.mode4j.clip.Clip;
import io.mode4j.image.Images;
import io.mode4j.opencv.OpenCvDecoder;
import io.mode4j.torch.TorchClipEngine;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The model that a command asks. */
final class ClipFlags {
    @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model folder: weights and open_clip_config.json (mode4j convert makes one of a checkpoint).")
    private Path model;

    @Mixin
    private VocabularyFlag vocabulary;

    @Mixin
    private EngineFlags engine;

    Clip load() throws IOException {
        return Clip.load(model, TorchClipEngine.open(engine.options()), new Images(new OpenCvDecoder()), vocabulary.tokenizer());
    }
}
