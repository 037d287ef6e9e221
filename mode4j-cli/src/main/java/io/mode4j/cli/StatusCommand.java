package io.mode4j.cli;

import io.mode4j.pipeline.FolderStatus;
import io.mode4j.pipeline.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a run directory holds. */
@Command(name = "status", mixinStandardHelpOptions = true, sortOptions = false, description = "Say what of a run is done, what is left, and what would be refused or done again, and why.")
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run directory.")
    private Path run;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--check", description = "Also read every file and compare its checksum.")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        List<FolderStatus> status = new RunStatus(RunDirectoryCommand.existing(run), check).all();
        if (json) {
            System.out.println(JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(status));
        } else {
            status.forEach(StatusCommand::print);
        }
        return 0;
    }

    private static void print(FolderStatus folder) {
        System.out.println(String
                .format(Locale.ROOT, "%-42s %-12s %s", folder.folder(), folder.state().name().toLowerCase(Locale.ROOT),
                        OptionNames.asFlags(folder.reason()))
                .stripTrailing());
    }
}
