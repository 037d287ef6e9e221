package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Npy;
import io.mode4j.text.ClipTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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

    @Option(names = "--context-length", paramLabel = "N", defaultValue = "77", description = "The most ids of a text, start and end included. Default: ${DEFAULT-VALUE}")
    private int contextLength;

    @Mixin
    private VocabularyFlag vocabulary;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        if (contextLength < 2) {
            throw new ParameterException(command.commandLine(),
                    "--context-length " + contextLength + ": expected at least 2, start and end");
        }
        ClipTokenizer tokenizer = vocabulary.tokenizer();
        List<int[]> ids = TextLines.of(input).stream().map(text -> tokenizer.encode(text, contextLength)).toList();
        Npy.writeRows(new FileLayer(), out, ids, contextLength);
        return 0;
    }
}
