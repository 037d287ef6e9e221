package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.StageName;
import io.mode4j.jobs.Cluster;
import io.mode4j.jobs.ExportedJob;
import io.mode4j.jobs.JobQueue;
import io.mode4j.ranks.RankPlace;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.torch.TorchOptions;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Train the seed model, the experts that continue it, and the dense baseline. */
@Command(name = "train", description = "Train the seed model, the experts that continue it, and the dense baseline.", mixinStandardHelpOptions = true, sortOptions = false)
final class TrainCommand extends RunDirectoryCommand {
    @Mixin
    private EmbedFlags embed;

    @Mixin
    private TrainFlags train;

    @Option(names = "--only", paramLabel = "MODEL", description = "Train one model alone: seed, expert-0, expert-1 …, dense. Experts and baselines continue the seed and know nothing of each other: once it is done, each can be trained by a process of its own, at the same time, on any machine that sees the run directory.")
    private @Nullable String only;

    @Option(names = "--job", paramLabel = "FILE", description = "In place of --run: train the model of a file of export-job. It is unpacked beside the file, and the same command goes on after an interruption; FILE without .tar and with .result.tar is what import-job takes.")
    private @Nullable Path job;

    @Mixin
    private JobFlags jobs;

    @Mixin
    private RankFlags ranks;

    @Mixin
    private RunnerFlags runner;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path exported = job;
        if (exported != null) {
            return train(exported);
        }
        checkRun();
        Optional<RankPlace> place = RankPlace.in(System.getenv());
        if (jobs.areAsked() && (only != null || place.isPresent())) {
            throw new ParameterException(spec.commandLine(),
                    "--parallel and --devices are for several models, each by processes of this machine: expected no --only, torchrun or srun");
        }
        if (place.isPresent()) {
            return new RankProcess(place.get(), ranks.timeout()).run(spec.commandLine(), computing(), this::call);
        }
        return ranks.processes() > 1 && !jobs.areAsked() && runner.cluster().isEmpty()
                ? new LocalRanks(ranks, jobs.maxRestarts()).run(spec.root().commandLine().getParseResult().originalArgs())
                : super.call();
    }

    /** Where the job is unpacked, this is the command that trains one model of a run. */
    private int train(Path exported) throws IOException {
        forbidRun("--job");
        if (only != null || jobs.areAsked() || RankPlace.in(System.getenv()).isPresent()) {
            throw new ParameterException(spec.commandLine(),
                    "--job trains the one model of its file, by this command (also with --processes): expected no --only, --parallel, torchrun or srun");
        }
        FileLayer files = new FileLayer();
        ExportedJob unpacked = ExportedJob.unpack(files, exported.toAbsolutePath());
        List<String> arguments = new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
        int flag = arguments.indexOf("--job");
        if (flag >= 0) {
            arguments.subList(flag, flag + 2).clear();
        } else {
            arguments.remove("--job=" + exported);
        }
        // what the seed was made of may be a file of the other machine: any model that continues it is as the seed says
        arguments.addAll(List.of("--run", unpacked.run().root().toString(), "--only", unpacked.ticket().model(), "--seed-model",
                unpacked.run().seed().toString()));
        int code = Main.run(arguments.toArray(String[]::new));
        if (code == 0) {
            System.out.println("Next, where the run is: mode4j import-job --run DIR " + unpacked.pack(files));
        }
        return code;
    }

    @Override
    Set<StageName> stages() {
        return Set.of(StageName.SEED, StageName.EXPERTS, StageName.BASELINES);
    }

    @Override
    Part part() throws IOException {
        TrainOptions options = train.options(seed());
        requireConsistent(options::check);
        CaptionChoice caption = embed.options(seed()).caption();
        String model = only;
        if (model != null) {
            runner.forbid("--only");
            return pipeline -> pipeline.train(model, options, caption);
        }
        Optional<Cluster> cluster = runner.cluster();
        Optional<JobQueue> queue = cluster.map(there -> jobs.queue(run(), progressOption(), there, ranks.processes()))
                .or(() -> jobs.queue(run(), progressOption(), ranks.arguments(jobs)));
        return RunnerFlags.around(cluster, pipeline -> {
            queue.ifPresent(pipeline::trainBy);
            pipeline.train(options, caption);
        });
    }

    @Override
    TorchOptions computing() {
        return jobs.on(super.computing());
    }
}
