package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import java.util.Set;
import picocli.CommandLine.Command;

/** Write report.html from what is in the run directory. */
@Command(name = "report", description = "Write report.html from what is in the run directory.", mixinStandardHelpOptions = true, sortOptions = false)
final class ReportCommand extends RunDirectoryCommand {
    @Override
    Set<StageName> stages() {
        return Set.of();
    }

    @Override
    Part part() {
        return pipeline -> System.out.println(pipeline.report());
    }
}
