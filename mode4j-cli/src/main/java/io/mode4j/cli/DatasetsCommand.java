package io.mode4j.cli;

import io.mode4j.dataset.DataSet;
import io.mode4j.dataset.DataSetCheck;
import io.mode4j.dataset.DataSets;
import io.mode4j.image.Images;
import io.mode4j.opencv.OpenCvDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is in data sets. */
@Command(name = "datasets", description = "Look at data sets.", subcommands = DatasetsCommand.Check.class, synopsisSubcommandLabel = "COMMAND", mixinStandardHelpOptions = true)
final class DatasetsCommand implements Standalone {

    /** A line a data set, with what is odd and what is wrong below it. */
    @Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Say what is in data sets, and what is wrong, before they are evaluated.",
        "Reads texts, labels and the heads of tars, and no picture unless asked to. Exit code 1 if an evaluation would fail."})
    static final class Check implements Callable<Integer> {
        @Parameters(paramLabel = "PATH", arity = "1..*", description = "Folders of data sets, patterns such as 'wds/*', files with such a line each, or a clipeval folder.")
        private List<String> patterns = List.of();

        @Option(names = "--decode", description = "Also decode every picture.")
        private boolean decode;

        @Mixin
        private DataSetFlags texts;

        @Mixin
        private ProgressOption progress;

        @Override
        public Integer call() throws IOException {
            List<DataSets.Found> found = new DataSets(texts.options()).find(patterns);
            Optional<Images> images = decode ? Optional.of(new Images(new OpenCvDecoder())) : Optional.empty();
            List<DataSetCheck> checks = new ArrayList<>();
            for (DataSets.Found one : found) {
                checks.add(DataSetCheck.of(one, images, progress.progress()));
            }
            print(checks);
            return checks.stream().anyMatch(DataSetCheck::fails) ? 1 : 0;
        }

        private static void print(List<DataSetCheck> checks) {
            String line = "%-" + checks.stream().mapToInt(check -> check.name().length()).max().orElse(0)
                    + "s  %-9s %-14s %9s %9s  %-26s %s%n";
            System.out.printf(Locale.ROOT, line, "name", "layout", "kind", "classes", "templates", "metric", "pictures");
            for (DataSetCheck check : checks) {
                Optional<DataSet> set = check.dataSet();
                System.out.printf(Locale.ROOT, line, check.name(), set.map(one -> one.layout().toString()).orElse("-"),
                        set.map(one -> one.kind().toString()).orElse("-"), set.map(one -> count(one.classes().size())).orElse("-"),
                        set.map(one -> count(one.templates().size())).orElse("-"), String.join(" ", check.metrics()), pictures(check));
                check.problems().forEach(problem -> System.out.println("  error: " + OptionNames.asFlags(problem)));
                check.remarks().forEach(remark -> System.out.println("  remark: " + remark));
            }
            long failing = checks.stream().filter(DataSetCheck::fails).count();
            System.out.println(failing == 0
                    ? "All can be evaluated: " + checks.size()
                    : "Cannot be evaluated: %d of %d".formatted(failing, checks.size()));
        }

        private static String count(int number) {
            return number == 0 ? "-" : String.format(Locale.ROOT, "%,d", number);
        }

        private static String pictures(DataSetCheck check) {
            return check.pictures()
                    .entrySet()
                    .stream()
                    .map(split -> String.format(Locale.ROOT, "%s %,d", split.getKey(), split.getValue()))
                    .collect(Collectors.joining(", "));
        }
    }
}
