package io.mode4j.cli;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.negatives.NegativesReport;
import io.mode4j.negatives.Verdict;
import io.mode4j.pipeline.Pipeline;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How hard and how clean the negatives of a run's batches are. */
@Command(name = "negatives", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Measure the negatives in batches as the seed model, each expert and an expert of a random split draw them: how many are likely false, how hard they are to the seed model.",
    "Writes DIR/negatives/negatives.csv and negatives.html. Needs the run up to its seed model; the options of training are those of the run unless others are given."})
final class NegativesCommand extends UnrecordedCommand {
    @Mixin
    private NegativesFlags negatives;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private EmbedFlags embed;

    @Mixin
    private TrainFlags train;

    @Override
    int call(RunDirectory directory) throws IOException {
        NegativesReport report;
        try (Pipeline pipeline = open(directory)) {
            report = pipeline.negatives().measure(negatives.options(), train.options(seed()), embed.options(seed()).caption());
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
