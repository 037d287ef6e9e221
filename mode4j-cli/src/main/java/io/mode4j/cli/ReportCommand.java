package io.mode4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Write report.html from what is in the run directory. */
@Command(name = "report", description = "Write report.html from what is in the run directory.", mixinStandardHelpOptions = true, sortOptions = false)
final class ReportCommand extends RunDirectoryCommand {
    @Override
    Part part() {
        return pipeline -> System.out.println(pipeline.report());
    }
}
