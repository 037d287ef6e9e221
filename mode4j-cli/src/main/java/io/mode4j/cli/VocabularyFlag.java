package io.mode4j.cli;

import io.mode4j.text.ClipTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose token ids a text becomes. */
final class VocabularyFlag {
    @Option(names = "--vocabulary", paramLabel = "FILE", description = "A table of merges, as text or gzipped, of a model with a vocabulary of its own. Default: CLIP's.")
    private @Nullable Path file;

    /** The file, if one was named. */
    Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    ClipTokenizer tokenizer() throws IOException {
        return file == null ? new ClipTokenizer() : ClipTokenizer.read(file);
    }
}
