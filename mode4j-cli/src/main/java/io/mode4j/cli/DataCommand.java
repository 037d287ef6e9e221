package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.icons.IconsData;
import io.mode4j.icons.IconsOptions;
import io.mode4j.icons.IconsSummary;
import io.mode4j.icons.PictureFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes data sets. */
@Command(name = "data", description = "Make a data set, or pack one anew.", subcommands = {DataCommand.Icons.class,
    PackCommand.class}, synopsisSubcommandLabel = "SET", mixinStandardHelpOptions = true)
final class DataCommand {

    /** The colour icon sets as image-caption shards. */
    @Command(name = "icons", mixinStandardHelpOptions = true, sortOptions = false, description = "Draw colour icon sets as WebDataset tars of pictures and captions, with tasks on sets that are held out.")
    static final class Icons implements Callable<Integer> {
        @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to: DIR/train/*.tar, DIR/heldout/SET/*.tar, DIR/tasks.yaml.")
        Path out;

        @Option(names = "--sets", paramLabel = "SET", split = ",", description = "The sets to train on, separated by commas. Default: all colour sets.")
        @Nullable
        List<String> sets;

        @Option(names = "--held-out", paramLabel = "SET", split = ",", description = "The sets kept whole for evaluation. Default: ${DEFAULT-VALUE}")
        List<String> heldOut = IconsOptions.standard(0).heldOut();

        @Option(names = "--size", paramLabel = "PIXELS", defaultValue = "64", description = "Width and height of the pictures. Default: ${DEFAULT-VALUE}")
        int size;

        @Option(names = "--format", paramLabel = "F", defaultValue = "PNG", description = "png or jpeg. Default: png")
        PictureFormat format;

        @Option(names = "--shard-size", paramLabel = "N", defaultValue = "1000", description = "Samples a shard. Default: ${DEFAULT-VALUE}")
        int shardSize;

        @Option(names = "--limit", paramLabel = "N", description = "The most icons of a set. Default: all.")
        @Nullable
        Integer limit;

        @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "The seed of every random choice. Default: ${DEFAULT-VALUE}")
        long seed;

        @Mixin
        ProgressOption progress;

        @Override
        public Integer call() throws IOException {
            IconsSummary summary = new IconsData(new FileLayer(), progress.progress(), options()).write(out);
            System.out.printf(Locale.ROOT, "%,d pictures of %d sets to train on, %,d of %d sets held out; left out: %s%n",
                    summary.trainingPictures(),
                    summary.training().size(), summary.heldOutPictures(), summary.heldOut().size(), words(summary.skipped()));
            System.out
                    .println("Next: mode4j run --shards " + out.resolve("train") + " --tasks " + out.resolve("tasks.yaml") + " --run RUN");
            return 0;
        }

        private IconsOptions options() throws BadInputException {
            IconsOptions standard = IconsOptions.standard(seed);
            try {
                return new IconsOptions(sets == null ? standard.sets() : sets, heldOut, size, format,
                        seed, shardSize, limit == null ? standard.limitPerSet() : limit);
            } catch (IllegalArgumentException e) {
                throw new BadInputException(String.valueOf(e.getMessage()), e);
            }
        }

        private static String words(Map<String, Integer> skipped) {
            return skipped.isEmpty() ? "nothing"
                    : skipped.entrySet()
                            .stream()
                            .map(cause -> String.format(Locale.ROOT, "%s %,d", cause.getKey().replace('_', ' '), cause.getValue()))
                            .collect(Collectors.joining(", "));
        }
    }
}
