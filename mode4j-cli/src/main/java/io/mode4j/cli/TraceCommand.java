package io.mode4j.cli;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.trace.RunTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Whose data is in which model. */
@Command(name = "trace", mixinStandardHelpOptions = true, sortOptions = false, description = "Say of pairs, by their keys, where they are, which cluster they belong to, whether they are held out, and how often each finished model saw them.")
final class TraceCommand implements Callable<Integer> {
    private static final int THREADS = Runtime.getRuntime().availableProcessors();

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run directory.")
    private Path run;

    @Mixin
    private KeyFlags keys;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<String> wanted = keys.keys();
        RunDirectory directory = RunDirectoryCommand.existing(run);
        RunTrace traced = RunTrace.of(directory, wanted, THREADS);
        if (json) {
            System.out.println(JsonText.MAPPER.writeValueAsString(json(traced)));
        } else {
            traced.parts().forEach(part -> TraceTable.print(part, System.out));
        }
        KeyFlags.requireKnown(traced.unknown(wanted), directory);
        return 0;
    }

    /** The run's own trace, and beside its fields those of what arrived. */
    private static ObjectNode json(RunTrace traced) {
        ObjectNode json = JsonText.MAPPER.valueToTree(traced.parts().getFirst().trace());
        ObjectNode arrived = json.putObject("arrived");
        traced.parts().stream().skip(1).forEach(part -> arrived.set(part.of(), JsonText.MAPPER.valueToTree(part.trace())));
        return json;
    }
}
