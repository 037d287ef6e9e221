package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.negatives.NegativesReport;
import io.mode4j.negatives.Verdict;
import io.mode4j.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How hard and how clean the negatives of a run's batches are. Records no options: batches of another size change nothing of the run. */
@Command(name = "negatives", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Measure the negatives in batches as the seed model, each expert and an expert of a random split draw them: how many are likely false, how hard they are to the seed model.",
    "Writes DIR/negatives/negatives.csv and negatives.html. Needs the run up to its seed model; the options of training are those of the run unless others are given."})
final class NegativesCommand implements Callable<Integer> {
    @Option(names = "--run", paramLabel = "DIR", description = "The run directory.")
    private @Nullable Path run;

    @Mixin
    private NegativesFlags negatives;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "The seed of the order of pairs. Default: the run's")
    private long seed;

    @Mixin
    private ProgressOption progress;

    @Mixin
    private CacheFlags cache;

    @Mixin
    private EngineFlags engine;

    @Mixin
    private EmbedFlags embed;

    @Mixin
    private TrainFlags train;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (run == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--run'");
        }
        RunDirectory directory = RunDirectoryCommand.existing(run);
        cache.use();
        NegativesReport report;
        try (Pipeline pipeline = new Pipeline(run, engine.options(), new FileLayer(), progress.progress())) {
            report = pipeline.negatives(negatives.options(), train.options(seed), embed.options(seed).caption());
        }
        if (json) {
            System.out.println(JsonText.MAPPER.writeValueAsString(json(report)));
            return 0;
        }
        NegativesText.print(report, System.out);
        System.out.println("The page is at " + directory.negatives().resolve("negatives.html").toAbsolutePath());
        return 0;
    }

    private static Map<String, Object> json(NegativesReport report) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("negatives", report);
        all.put("verdict", Verdict.of(report));
        return all;
    }
}
