package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.CacheFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.icons.IconsData;
import io.mode4j.icons.IconsOptions;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.plan.Calibration;
import io.mode4j.plan.Plan;
import io.mode4j.plan.Trial;
import io.mode4j.report.Machine;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a run would cost, before it is begun. */
@Command(name = "plan", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Say what a run would cost: time, bytes and memory, stage by stage, on workers like this machine.",
    "--calibrate first measures what stages take here, in miniature, with the options of the run: a few minutes."})
final class PlanCommand implements Callable<Integer> {
    private static final int ICONS_OF_A_SET = 400;
    private static final int PAIRS_A_SHARD = 500;
    private static final int FEWER = 4;

    @Option(names = "--pairs", paramLabel = "N", converter = PairsConverter.class, description = "Pairs of the run: 12000000, 12M or 2.5e9.")
    private @Nullable Long pairs;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1", description = "Machines like this one that share the work out. Default: ${DEFAULT-VALUE}")
    private int workers;

    @Option(names = "--calibrate", description = "Measure what stages take here, and keep it: on --shards, two of them at least, or on drawn icons.")
    private boolean calibrate;

    @Option(names = "--calibration", paramLabel = "FILE", description = "Where what was measured is kept. Default: calibration.json in mode4j's folder for caches")
    private @Nullable Path calibration;

    @Option(names = "--device", paramLabel = "D", defaultValue = "cpu", description = "What models compute on in --calibrate: cpu or cuda[:N]. Default: ${DEFAULT-VALUE}")
    private String device;

    @Option(names = "--config", paramLabel = "FILE", description = "A YAML file that may hold any option by its long name; a flag wins over the file.")
    @Nullable
    Path config;

    @Option(names = "--preset", paramLabel = "NAME", description = "Values for all options: standard, paper, quickstart or smoke. Default: standard")
    @Nullable
    String preset;

    @Mixin
    private IndexFlags index;

    @Mixin
    private PipelineFlags stages;

    @Mixin
    private ProgressOption progress;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!calibrate && pairs == null) {
            throw new ParameterException(spec.commandLine(), "Missing: --pairs, how many are planned for, or --calibrate");
        }
        if (workers < 1) {
            throw new ParameterException(spec.commandLine(), "--workers %d: expected at least 1".formatted(workers));
        }
        TorchOptions computing = TorchOptions.defaults().withDevice(device);
        PipelineOptions options = stages.options(index, 0, computing.threads());
        Path file = calibration == null ? CacheFolder.standardFolder().resolve("calibration.json") : calibration;
        if (calibrate) {
            measure(computing, options, file);
            System.out.println("What stages take here is in " + file.toAbsolutePath());
        }
        if (pairs != null) {
            Calibration measured = Calibration.read(file);
            measured.require(stages.deciding());
            new PlanTable(measured, pairs, workers, options.cluster()).print(Plan.of(measured, pairs, workers, options));
        }
        return 0;
    }

    private void measure(TorchOptions computing, PipelineOptions options, Path file) throws IOException {
        FileLayer files = new FileLayer();
        Path work = Files.createTempDirectory("mode4j-plan");
        try {
            ShardSet all = shards(files, work);
            int few = Math.max(1, all.shards().size() / FEWER);
            Trial.Costs costs = new Trial(computing, files, progress.progress()).run(all.first(few), all, options, work);
            new Calibration(LocalDate.now(ZoneOffset.UTC).toString(), Machine.describe(), stages.deciding(), costs.dim(), costs.stages())
                    .write(files, file);
        } finally {
            files.deleteTree(work);
        }
    }

    private ShardSet shards(FileLayer files, Path work) throws IOException {
        if (!index.sources().given()) {
            IconsOptions icons = IconsOptions.standard(0);
            var _ = new IconsData(files, progress.progress(),
                    new IconsOptions(icons.sets(), List.of(), icons.size(), icons.format(), 0, PAIRS_A_SHARD,
                            ICONS_OF_A_SET))
                    .write(work.resolve("icons"));
            return ShardSet.of(List.of(work.resolve("icons").resolve("train").toString()));
        }
        ShardSet given = index.sources().shardSet();
        if (given.shards().size() < 2) {
            throw new BadInputException("--shards: expected two shards at least, to measure on one and on all; found one");
        }
        return given;
    }
}
