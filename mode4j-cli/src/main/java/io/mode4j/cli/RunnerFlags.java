package io.mode4j.cli;

import io.mode4j.work.Results;
import io.mode4j.work.Runner;
import io.mode4j.work.RunnerProvider;
import io.mode4j.work.Work;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of where the parts of stages run. */
final class RunnerFlags {
    private static final String LOCAL = "local";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--engine", paramLabel = "WHERE", defaultValue = LOCAL, description = "Where the parts of stages run: local, the threads of this process; or spark. Both make the same bytes, and a run can change between stages. Default: ${DEFAULT-VALUE}")
    private String engine = LOCAL;

    @Option(names = "--master", paramLabel = "URL", description = "The Spark master: local[N], spark://host:port, yarn, k8s://… Default: that of spark-submit, or else the cores of this machine")
    private @Nullable String master;

    @Option(names = "--spark-conf", paramLabel = "KEY=VALUE", description = "A setting of Spark, as spark.executor.memory=8g. May be given several times.")
    private Map<String, String> settings = Map.of();

    /** The part of a command, with the parts of its stages run where the options say. */
    RunDirectoryCommand.Part around(RunDirectoryCommand.Part part) {
        if (engine.equals(LOCAL)) {
            if (master != null || !settings.isEmpty()) {
                throw wrong("--master and --spark-conf are for --engine spark");
            }
            return part;
        }
        RunnerProvider provider = provider();
        return pipeline -> {
            try (Later runner = new Later(provider, master == null ? "" : master, settings)) {
                pipeline.runBy(runner);
                part.of(pipeline);
            }
        };
    }

    /** Refuses another engine beside an option with which this process works alone. */
    void forbid(String option) {
        if (!engine.equals(LOCAL)) {
            throw wrong("expected --engine or %s, found both".formatted(option));
        }
    }

    private RunnerProvider provider() {
        List<RunnerProvider> there = ServiceLoader.load(RunnerProvider.class, RunnerProvider.class.getClassLoader())
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

    /** A runner that is opened once there is something to run. */
    private static final class Later implements Runner, AutoCloseable {
        private final RunnerProvider provider;
        private final String master;
        private final Map<String, String> settings;
        private RunnerProvider.@Nullable Open opened;

        Later(RunnerProvider provider, String master, Map<String, String> settings) {
            this.provider = provider;
            this.master = master;
            this.settings = settings;
        }

        @Override
        public <P, R> void run(Work<P, R> work, List<P> parts, Results<R> results) throws IOException {
            opened().run(work, parts, results);
        }

        private synchronized Runner opened() throws IOException {
            if (opened == null) {
                opened = provider.open(master, settings);
            }
            return opened;
        }

        @Override
        public synchronized void close() {
            if (opened != null) {
                opened.close();
            }
        }
    }
}
