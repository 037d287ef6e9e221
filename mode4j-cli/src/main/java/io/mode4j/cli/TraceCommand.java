package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.trace.Trace;
import io.mode4j.train.TrainData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Whose data is in which model. */
@Command(name = "trace", mixinStandardHelpOptions = true, sortOptions = false, description = "Say of pairs, by their keys, where they are, which cluster they belong to, whether they are held out, and how often each finished model saw them.")
final class TraceCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run directory.")
    private Path run;

    @Option(names = "--key", paramLabel = "KEY", description = "The key of a pair, as the index has it: the name of its files up to the first dot, with the folders above it in the tar. Once for each key.")
    private List<String> keys = List.of();

    @Option(names = "--key-file", paramLabel = "FILE.txt", description = "A file with a key a line, UTF-8; blank lines are left out.")
    private @Nullable Path file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<String> wanted = wanted();
        RunDirectory directory = RunDirectoryCommand.existing(run);
        Trace trace = Trace.of(data(directory), models(directory), wanted, Runtime.getRuntime().availableProcessors());
        if (json) {
            System.out.println(JSON.writeValueAsString(trace));
        } else {
            TraceTable.print(trace, System.out);
        }
        if (!trace.unknown().isEmpty()) {
            throw new BadInputException("%s: no pair has %s".formatted(directory.index(), TraceTable.unknown(trace)));
        }
        return 0;
    }

    private List<String> wanted() throws IOException {
        List<String> all = new ArrayList<>(keys);
        if (file != null) {
            all.addAll(TextLines.filled(file));
            if (all.isEmpty()) {
                throw new BadInputException(file + ": expected keys (--key-file), one a line, found none");
            }
        }
        if (all.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "expected keys: --key KEY, or --key-file FILE.txt");
        }
        return all;
    }

    private static TrainData data(RunDirectory run) {
        CaptionChoice any = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);
        return isDone(run.assignments()) ? TrainData.clustered(run.index(), any, run.clusters(), run.assignments())
                : TrainData.unclustered(run.index(), any);
    }

    private static SequencedMap<String, Path> models(RunDirectory run) throws IOException {
        SequencedMap<String, Path> models = run.models();
        RunDirectory.foldersIn(run.selected()).forEach(folder -> models.put(String.valueOf(folder.getFileName()), folder));
        models.values().removeIf(folder -> !isDone(folder));
        return models;
    }

    private static boolean isDone(Path folder) {
        return Files.exists(folder.resolve(Manifest.NAME));
    }
}
