package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Places;
import io.mode4j.torch.NoSuchDeviceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * The entry point. Exit codes: 0 done, 1 a failure with its message on standard error, 2 wrong usage, 130 interrupted.
 */
@Command(name = "mode4j", description = "Mixture of Data Experts on the JVM: from image-caption shards to an ensemble of CLIP data experts.", subcommands = {
    QuickstartCommand.class,
    RunCommand.class,
    PlanCommand.class,
    StatusCommand.class,
    TraceCommand.class,
    DataCommand.class,
    DatasetsCommand.class,
    IndexCommand.class,
    EmbedCommand.class,
    ClusterCommand.class,
    AssignCommand.class,
    ClustersCommand.class,
    TrainCommand.class,
    GrowCommand.class,
    RetireCommand.class,
    GenerationsCommand.class,
    NegativesCommand.class,
    SelectCommand.class,
    DistillCommand.class,
    SubmitCommand.class,
    ExportJobCommand.class,
    ImportJobCommand.class,
    EvaluateCommand.class,
    EnsembleCommand.class,
    ReportCommand.class,
    ConvertCommand.class,
    MergeCommand.class,
    ClassifyCommand.class,
    FeaturesCommand.class,
    SearchCommand.class,
    ServeCommand.class,
    TokenizeCommand.class,
    PreprocessCommand.class
}, mixinStandardHelpOptions = true, versionProvider = Main.Version.class, synopsisSubcommandLabel = "COMMAND", footer = {"",
    "mode4j COMMAND --help shows every option of a command with its default."})
public final class Main {
    /** Lucene says in a warning which flags its JVM lacks; the launcher knows. Held, because settings of a logger that nobody holds are lost. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private Main() {}

    /** Runs the command line and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        OwnProcess.endWithLauncher();
        System.setProperty("java.util.logging.SimpleFormatter.format", "mode4j: %4$s: %5$s%n"); // warnings look like our other messages
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFormatter(new FlagNames());
        }
        LUCENE.setLevel(Level.SEVERE);
        Optional<String> undecoded = Undecoded.in(arguments);
        undecoded.ifPresent(message -> System.err.println("mode4j: " + message));
        System.exit(undecoded.isPresent() ? 2 : run(arguments));
    }

    /** Runs the command line in this JVM, and returns the exit code. */
    public static int run(String... arguments) {
        CommandLine line = commandLine();
        try {
            line.setDefaultValueProvider(OptionDefaults.of(line, arguments));
        } catch (IOException | UncheckedIOException e) {
            line.getErr().println("mode4j: " + message(failure(e)));
            return 1;
        }
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError e) {
            line.getErr().println("mode4j: " + MemoryText.of(e));
            return 1;
        }
    }

    /** The command line with all of its commands, ready to parse. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        addFlags(line.getCommandSpec(), line.getCommandSpec());
        return line
                .registerConverter(Path.class, Main::place)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // a picture may be called @x.jpg
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(32)
                .setExecutionStrategy(Main::execute)
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler(Main::failed);
    }

    /** A path of this machine, or a URL of a store. */
    private static Path place(String text) {
        try {
            return Places.path(text);
        } catch (BadInputException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** Tells the commands of the flags that their mixins hold as tables. */
    private static void addFlags(CommandSpec command, CommandSpec mixin) {
        if (mixin.userObject() instanceof Flags<?> flags) {
            flags.addTo(command, mixin);
        }
        mixin.mixins().values().forEach(inner -> addFlags(command, inner));
        mixin.subcommands().values().forEach(inner -> addFlags(inner.getCommandSpec(), inner.getCommandSpec()));
    }

    private static int execute(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (last.commandSpec().userObject() instanceof Callable || last.isUsageHelpRequested() || last.isVersionHelpRequested()) {
            return new CommandLine.RunLast().execute(parsed);
        }
        CommandLine line = last.commandSpec().commandLine();
        line.usage(line.getErr());
        return 2;
    }

    private static int wrongUsage(ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("mode4j: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("See '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return 2;
    }

    /** Failures that a user can act on are a line; anything else is a defect of ours and shows where it happened. */
    private static int failed(Exception e, CommandLine line, @Nullable ParseResult parsed) {
        Exception cause = failure(e);
        Optional<String> memory = MemoryText.in(cause);
        if (memory.isPresent()) {
            line.getErr().println("mode4j: " + memory.get());
        } else if (cause instanceof IOException || cause instanceof NoSuchDeviceException || cause instanceof InvalidPathException) {
            line.getErr().println("mode4j: " + message(cause));
        } else {
            cause.printStackTrace(line.getErr());
        }
        return 1;
    }

    private static Exception failure(Exception e) {
        return e instanceof UncheckedIOException unchecked && unchecked.getCause() != null ? unchecked.getCause() : e;
    }

    /** The JDK's file exceptions say only the file's name; this says what was wrong with it. */
    private static String message(Exception e) {
        if (e instanceof FileSystemException file && file.getReason() == null) {
            String kind = file.getClass().getSimpleName().replace("Exception", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
            return file.getMessage() + ": " + kind.toLowerCase(Locale.ROOT);
        }
        return e.getMessage() == null ? e.toString() : OptionNames.asFlags(e.getMessage());
    }

    /** Messages that the library logs, with flags where it names options. */
    private static final class FlagNames extends SimpleFormatter {
        @Override
        public String format(LogRecord entry) {
            return OptionNames.asFlags(super.format(entry));
        }
    }

    /** Versions of mode4j and of the JVM that runs it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"mode4j " + number(),
                "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")};
        }

        static String number() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }
    }
}
