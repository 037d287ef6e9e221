package io.mode4j.cli;

import io.mode4j.artifact.TextFile;
import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.Architectures;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.format.Npy;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Captions to token ids. */
@Command(name = "tokenize", mixinStandardHelpOptions = true, sortOptions = false, description = "Turn texts into CLIP's token ids: int64 [texts, context], padded with 0, as open_clip's tokenizer gives them.")
final class TokenizeCommand implements Callable<Integer>, Standalone {
    @Option(names = "--input", paramLabel = "FILE.txt", required = true, description = "A text a line, UTF-8; a blank line is an empty text.")
    private Path input;

    @Option(names = "--out", paramLabel = "FILE.npy", required = true, description = "Where the ids go.")
    private Path out;

    @Option(names = "--model", paramLabel = "NAME|FILE|FOLDER", description = "An architecture, a model configuration (.json) or a model's folder, whose context length and cleaning of texts are taken. Default: CLIP's, 77 ids")
    private @Nullable String model;

    @Option(names = "--context-length", paramLabel = "N", description = "The most ids of a text, start and end included. Default: the model's")
    private @Nullable Integer contextLength;

    @Mixin
    private VocabularyFlag vocabulary;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        if (contextLength != null && contextLength < 2) {
            throw new ParameterException(command.commandLine(),
                    "--context-length " + contextLength + ": expected at least 2, start and end");
        }
        ClipConfig.Text texts = texts();
        int length = contextLength == null ? texts.contextLength() : contextLength;
        Tokenizer tokenizer = vocabulary.tokenizer().cleaning(texts.cleaning());
        List<int[]> ids = TextFile.lines(input).stream().map(text -> tokenizer.encode(text, length)).toList();
        Npy.writeRows(new FileLayer(), out, ids, length);
        return 0;
    }

    private ClipConfig.Text texts() throws IOException {
        if (model == null) {
            return Architectures.named("ViT-B-32").text();
        }
        Path config = Path.of(model, ClipCheckpoint.CONFIG);
        return (Files.exists(config) ? ClipConfig.read(config) : Architectures.of(model)).text();
    }
}
