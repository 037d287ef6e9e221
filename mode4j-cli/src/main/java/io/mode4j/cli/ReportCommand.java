package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.StageName;
import io.mode4j.report.ReportStage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Write report.html from what is in the run directory, or compare runs. */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Write report.html from what is in the run directory; with --results in a folder of results that evaluate --model wrote.",
    "With --compare a page of several runs side by side, or of a run and published figures."})
final class ReportCommand extends RunDirectoryCommand {
    @Option(names = "--compare", paramLabel = "RUN", arity = "2..*", description = "Run directories, folders of results, or files of published figures (task,metric,model,value, values from 0 to 1; docs/formats.md): what at least two of them have, and the differences to the first.")
    private List<Path> compare = List.of();

    @Option(names = "--results", paramLabel = "DIR", description = "In place of --run: what evaluate --model wrote with --out. The page goes there.")
    @Nullable
    private Path results;

    @Option(names = "--page", paramLabel = "FILE.html", defaultValue = "comparison.html", description = "With --compare: where the page goes. Default: ${DEFAULT-VALUE}")
    private Path page;

    @Override
    Set<StageName> stages() {
        return Set.of();
    }

    @Override
    public Integer call() throws IOException {
        ReportStage stage = new ReportStage(new FileLayer());
        if (!compare.isEmpty()) {
            System.out.println("The comparison is at " + stage.compare(compare, page).toAbsolutePath());
            return 0;
        }
        if (results == null) {
            return super.call();
        }
        forbidRun("--results");
        System.out.println(stage.ofModels(results));
        return 0;
    }

    @Override
    Part part() {
        return pipeline -> System.out.println(pipeline.report());
    }
}
