package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Generation;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.trace.Trace;
import io.mode4j.train.TrainData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** Whose data is in which model. */
@Command(name = "trace", mixinStandardHelpOptions = true, sortOptions = false, description = "Say of pairs, by their keys, where they are, which cluster they belong to, whether they are held out, and how often each finished model saw them.")
final class TraceCommand implements Callable<Integer> {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();
    /** Which caption counts does not matter to which pair is seen. */
    private static final CaptionChoice ANY = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);

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
        SequencedMap<String, Trace> traces = new LinkedHashMap<>();
        traces.put("", Trace.of(data(directory), models(directory), wanted, THREADS));
        traces.putAll(arrived(directory, wanted));
        if (json) {
            System.out.println(JsonText.MAPPER.writeValueAsString(json(traces)));
        } else {
            traces.forEach((of, trace) -> TraceTable.print(of, trace, System.out));
        }
        Set<String> unknown = new LinkedHashSet<>(wanted);
        traces.values().forEach(trace -> trace.pairs().forEach(pair -> unknown.remove(pair.key())));
        if (!unknown.isEmpty()) {
            throw new BadInputException("%s: no pair has %s".formatted(directory.index(), TraceTable.unknown(List.copyOf(unknown))));
        }
        return 0;
    }

    /** The pairs that arrived after the run was trained, and then what the experts saw that came with them, each of pairs of its own. */
    private static SequencedMap<String, Trace> arrived(RunDirectory run, List<String> keys) throws IOException {
        SequencedMap<String, Trace> traces = new LinkedHashMap<>();
        Generations generations = new Generations(run);
        for (int number : generations.numbers()) {
            if (number > 0) {
                Generation generation = generations.read(number);
                Path clusters = run.root().resolve(generation.clusters());
                Path assignments = run.root().resolve(generation.data().getLast().assignments());
                TrainData data = TrainData.clustered(run.arrival(number).index(), ANY, clusters, assignments);
                traces.put("arrived with generation " + number, Trace.of(data, new LinkedHashMap<>(), keys, THREADS));
                for (Map.Entry<String, Path> expert : run.arrival(number).trainedExperts().entrySet()) {
                    TrainData seen = TrainData.clustered(run.arrival(number).training(expert.getKey()), ANY, clusters, assignments);
                    traces.put("trained on by " + expert.getKey(), Trace.ofGrown(seen, expert.getKey(), expert.getValue(), keys, THREADS));
                }
            }
        }
        return traces;
    }

    /** The run's own trace, and beside its fields those of what arrived. */
    private static ObjectNode json(SequencedMap<String, Trace> traces) {
        ObjectNode json = JsonText.MAPPER.valueToTree(traces.firstEntry().getValue());
        ObjectNode arrived = json.putObject("arrived");
        traces.forEach((of, trace) -> {
            if (!of.isEmpty()) {
                arrived.set(of, JsonText.MAPPER.valueToTree(trace));
            }
        });
        return json;
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
        return isDone(run.assignments()) ? TrainData.clustered(run.index(), ANY, run.clusters(), run.assignments())
                : TrainData.unclustered(run.index(), ANY);
    }

    private static SequencedMap<String, Path> models(RunDirectory run) throws IOException {
        SequencedMap<String, Path> models = new RunDirectory(run.root(), 0).models();
        RunDirectory.foldersIn(run.selected()).forEach(folder -> models.put(String.valueOf(folder.getFileName()), folder));
        models.values().removeIf(folder -> !isDone(folder));
        return models;
    }

    private static boolean isDone(Path folder) {
        return Files.exists(folder.resolve(Manifest.NAME));
    }
}
