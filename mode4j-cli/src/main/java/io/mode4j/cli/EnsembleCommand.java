package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.exchange.ClusterImport;
import io.mode4j.cluster.points.Distance;
import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.ensemble.RoutingRule;
import io.mode4j.ensemble.ReferenceCsv;
import io.mode4j.ensemble.exchange.ReferenceOutputs;
import io.mode4j.ensemble.exchange.ReferenceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Results from the files that MoDE's published code wrote. */
@Command(name = "ensemble", mixinStandardHelpOptions = true, sortOptions = false, description = "Weigh experts that MoDE's published code trained and scored elsewhere: the same result.csv from its files, and other rules beside.")
final class EnsembleCommand implements Callable<Integer>, Standalone {
    @Option(names = "--eval-outputs", paramLabel = "DIR", required = true, description = "The folder of TASK_pred-I.pth: logits and targets of every task and expert.")
    private Path evalOutputs;

    @Option(names = "--fine", paramLabel = "FILE", required = true, description = "The fine centres: F1024.pth.")
    private Path fine;

    @Option(names = "--coarse", paramLabel = "FILE", required = true, description = "The coarse cluster of each fine centre: F1024-C4.pth.")
    private Path coarse;

    @Option(names = "--metadata", paramLabel = "DIR", required = true, description = "The folder of TASK.pth: the embeddings of each task's class names.")
    private Path metadata;

    @Option(names = "--catalog", paramLabel = "FILE.json", description = "A dataset_catalog.json, whose tasks are the rows, in its order. Default: the tasks of --eval-outputs, sorted")
    private @Nullable Path catalog;

    @Option(names = "--rules", description = "A column more for each of mode4j's other rules.")
    private boolean rules;

    @Option(names = "--out", paramLabel = "FILE.csv", required = true, description = "Where the table goes.")
    private Path out;

    @Mixin
    private ProgressOption progress;

    @Override
    public Integer call() throws IOException {
        Clusters clusters = ClusterImport.read(fine, coarse, null, Distance.EUCLIDEAN);
        ReferenceOutputs outputs = new ReferenceOutputs(evalOutputs, metadata, clusters);
        List<String> tasks = catalog == null ? outputs.tasks() : ReferenceOutputs.catalogue(catalog);
        List<RoutingRule> others = rules ? EnsembleOptions.standard().others() : List.of();
        ReferenceCsv table = ReferenceTable.of(outputs, tasks, others, progress.progress());
        table.write(new FileLayer(), out);
        System.out.println("The table is in " + out.toAbsolutePath());
        return 0;
    }
}
