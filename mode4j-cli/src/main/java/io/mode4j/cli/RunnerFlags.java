package io.mode4j.cli;

import io.mode4j.jobs.Cluster;
import io.mode4j.jobs.ClusterProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of where the parts of stages, and jobs, run. */
final class RunnerFlags {
    private static final String LOCAL = "local";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--engine", paramLabel = "WHERE", defaultValue = LOCAL, description = "Where the parts of stages run, and models are trained: local, by this process; or spark. Both make the same bytes, and a run can change between stages. Default: ${DEFAULT-VALUE}")
    private String engine = LOCAL;

    @Option(names = "--master", paramLabel = "URL", description = "The Spark master: local[N], spark://host:port, yarn, k8s://… Default: that of spark-submit, or else the cores of this machine")
    private @Nullable String master;

    @Option(names = "--spark-conf", paramLabel = "KEY=VALUE", description = "A setting of Spark, as spark.executor.memory=8g. May be given several times.")
    private Map<String, String> settings = Map.of();

    /** The cluster that the options name, if they name one; {@link #around} closes it. */
    Optional<Cluster> cluster() {
        if (!engine.equals(LOCAL)) {
            return Optional.of(new LaterCluster(provider(), master == null ? "" : master, settings));
        }
        if (master != null || !settings.isEmpty()) {
            throw wrong("--master and --spark-conf are for --engine spark");
        }
        return Optional.empty();
    }

    /** The part of a command, with the parts of its stages run where the options say. */
    RunDirectoryCommand.Part around(RunDirectoryCommand.Part part) {
        return around(cluster(), part);
    }

    /** The part of a command, with the parts of its stages run on a cluster, if there is one. */
    static RunDirectoryCommand.Part around(Optional<Cluster> there, RunDirectoryCommand.Part part) {
        return there.<RunDirectoryCommand.Part>map(found -> pipeline -> {
            try (Cluster cluster = found) {
                pipeline.runBy(cluster);
                part.of(pipeline);
            }
        }).orElse(part);
    }

    /** Refuses another engine beside an option with which this process works alone. */
    void forbid(String option) {
        if (!engine.equals(LOCAL)) {
            throw wrong("expected --engine or %s, found both".formatted(option));
        }
    }

    private ClusterProvider provider() {
        List<ClusterProvider> there = ServiceLoader.load(ClusterProvider.class, ClusterProvider.class.getClassLoader())
                .stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return there.stream()
                .filter(provider -> provider.name().equals(engine))
                .findFirst()
                .orElseThrow(() -> wrong("--engine %s: expected local or spark%s".formatted(engine,
                        there.isEmpty() && engine.equals("spark")
                                ? ", and Spark is not on the class path: the launcher puts it there for --engine spark on the command line"
                                : "")));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
