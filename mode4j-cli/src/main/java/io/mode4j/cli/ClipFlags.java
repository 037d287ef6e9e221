package io.mode4j.cli;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.Clip;
import io.mode4j.clip.VectorSpace;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import io.mode4j.pipeline.Engines;
import io.mode4j.serve.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The model that a command asks, or the mixture of a run's experts. */
final class ClipFlags {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @ArgGroup(multiplicity = "1")
    private Asked asked;

    /** Exactly one of them. */
    static final class Asked {
        @Option(names = "--model", paramLabel = "DIR", description = "The model folder: weights and open_clip_config.json (mode4j convert makes one of a checkpoint).")
        private @Nullable Path model;

        @Option(names = "--run", paramLabel = "DIR", description = "A run directory: its experts are asked together, weighed by the texts.")
        private @Nullable Path run;
    }

    @Mixin
    private RuleFlag rule;

    @Option(names = "--experts", paramLabel = "NAMES", split = ",", description = "With --run: these experts alone, by their names or numbers, separated by commas. Default: all")
    private List<String> experts = List.of();

    @Mixin
    private GenerationFlag generation;

    @Mixin
    private VocabularyFlag vocabulary;

    @Mixin
    private EngineFlags engine;

    /** Whether a run's experts are to be asked together. */
    boolean ofRun() {
        return asked.run != null;
    }

    /** Wrong usage when an option that is only of use with {@code --run} was given without it. */
    void requireRunFor(String option, boolean given) {
        if (given && !ofRun()) {
            throw new ParameterException(command.commandLine(), option + " needs --run: a model alone has no experts to weigh");
        }
    }

    /** Opens the single model. */
    Clip clip() throws IOException {
        requireNothingOfRuns();
        return Engines.loadClip(required(asked.model), engine.options(), vocabulary.tokenizer());
    }

    private void requireNothingOfRuns() {
        requireRunFor("--rule", rule.given());
        requireRunFor("--experts", !experts.isEmpty());
        requireRunFor("--generation", generation.given());
    }

    /** Opens the mixture, with other options than those of this class as they are. */
    Mode mode(ModeOptions options) throws IOException {
        return Engines.loadMode(run(), withFlags(options), engine.options(), vocabulary.tokenizer());
    }

    private ModeOptions withFlags(ModeOptions options) {
        return options.withExperts(experts).withRule(rule.rule());
    }

    /** Whichever is asked for, for a server to open, and to open again when it has changed. */
    ModelSource source() throws IOException {
        if (ofRun()) {
            return new ModelSource.OfRun(run(), withFlags(ModeOptions.standard()), engine.options(), vocabulary.tokenizer());
        }
        requireNothingOfRuns();
        return new ModelSource.OfFolder(required(asked.model), engine.options(), vocabulary.tokenizer());
    }

    /** The run whose experts are asked. */
    RunDirectory run() throws IOException {
        return new RunDirectory(RunDirectoryCommand.existing(required(asked.run)).root(), generation.number());
    }

    /** Opens whichever is asked for, to embed with. */
    VectorSpace space() throws IOException {
        return ofRun() ? mode(ModeOptions.standard()) : clip();
    }

    /** Opens whichever is asked for, for an index of pictures. */
    IndexedModel indexed(Path index) throws IOException {
        SortedMap<String, String> how = new TreeMap<>();
        vocabulary.file().ifPresent(file -> how.put(IndexedModel.VOCABULARY, file.toAbsolutePath().toString()));
        if (!ofRun()) {
            return IndexedModel.of(clip(), required(asked.model), how, index);
        }
        if (rule.given()) {
            how.put(IndexedModel.RULE, rule.rule().name());
        }
        return IndexedModel.of(mode(ModeOptions.standard()), run(), how, index);
    }

    private static Path required(@Nullable Path path) {
        if (path == null) {
            throw new IllegalStateException("the other one was given");
        }
        return path;
    }
}
