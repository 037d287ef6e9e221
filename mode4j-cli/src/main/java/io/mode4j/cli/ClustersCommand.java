package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Clusters;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.ensemble.ExpertNeeds;
import io.mode4j.pipeline.Engines;
import io.mode4j.report.ClusterOverview;
import io.mode4j.report.ReportStage;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the clusters of a run look like. */
@Command(name = "clusters", mixinStandardHelpOptions = true, sortOptions = false, subcommands = {ClustersExchange.Import.class,
    ClustersExchange.Export.class}, description = {
        "Show the clusters of a run: sizes, balance, inertia, duality gap, silhouettes, training priority, and what each coarse cluster is about.",
        "Also writes DIR/evaluation/clusters.html, with pictures and a map. Needs the run up to its assign stage."})
final class ClustersCommand implements Callable<Integer> {
    @Option(names = "--run", paramLabel = "DIR", description = "The run directory.")
    private @Nullable Path run;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--for-classes", paramLabel = "FILE", description = "Also say which experts a task with these class names needs (one name a line), before any is trained.")
    private @Nullable Path forClasses;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (run == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--run'");
        }
        RunDirectory directory = RunDirectoryCommand.existing(run);
        ExpertNeeds prior = forClasses == null ? null : prior(directory, forClasses);
        ReportStage.Written written = new ReportStage(new FileLayer()).clusters(run);
        if (json) {
            System.out.println(JsonText.MAPPER.writeValueAsString(json(written.overview(), prior)));
            return 0;
        }
        ClusterText.print(written.overview(), System.out);
        if (prior != null) {
            ClusterText.print(prior, Clusters.read(directory.clusters()), System.out);
        }
        System.out.println("The clusters are at " + written.page().toAbsolutePath());
        return 0;
    }

    private static Map<String, Object> json(ClusterOverview overview, @Nullable ExpertNeeds prior) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("clusters", overview);
        if (prior != null) {
            all.put("for_classes", prior);
        }
        return all;
    }

    private static ExpertNeeds prior(RunDirectory run, Path file) throws IOException {
        List<String> names = TextLines.filled(file);
        if (names.isEmpty()) {
            throw new BadInputException(file + ": expected class names (--for-classes), one a line, found none");
        }
        try (Engines engines = new Engines(TorchOptions.defaults())) {
            Clusters clusters = Clusters.read(run.clusters()).forTexts(run.saysEncoder());
            SentenceEncoder encoder = engines.sentences(run);
            return ExpertNeeds.of(names, encoder.encode(names), clusters);
        }
    }
}
