package io.mode4j.cli;

import io.mode4j.clip.VectorSpace;
import io.mode4j.search.IndexDescription;
import io.mode4j.text.ClipTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** An index, and where the model that made it is now. */
final class IndexModelFlags {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--index", paramLabel = "DIR", required = true, description = "The index.")
    private Path index;

    @Option(names = "--run", paramLabel = "DIR", description = "Where the run that made the index is now. Default: where it was")
    private @Nullable Path run;

    @Option(names = "--model", paramLabel = "DIR", description = "Where the model that made the index is now. Default: where it was")
    private @Nullable Path model;

    @Mixin
    private EngineFlags engine;

    Path index() {
        return index;
    }

    /** Opens the model; the caller closes it. */
    VectorSpace open(IndexDescription of) throws IOException {
        boolean ofRun = of.model().equals(IndexDescription.RUN);
        if ((ofRun ? model : run) != null) {
            throw new ParameterException(command.commandLine(),
                    "%s was made by a %s: name it with --%s".formatted(index, of.model(), of.model()));
        }
        Path given = ofRun ? run : model;
        String vocabulary = of.asked().get(IndexedModel.VOCABULARY);
        ClipTokenizer tokenizer = vocabulary == null ? new ClipTokenizer() : ClipTokenizer.read(Path.of(vocabulary));
        return IndexedModel.open(of, index, given == null ? List.of() : List.of(given), engine.options(), tokenizer);
    }
}
