package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.StageName;
import io.mode4j.ensemble.TaskClusters;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One expert for one task. */
@Command(name = "select", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Train one expert for one task alone: on the pairs of the fine clusters that are nearest to the task's class names (the paper's selection by prior knowledge).",
    "It continues the seed as the run's experts do, and goes into DIR/selected/NAME. Needs the trained seed."})
final class SelectCommand extends RunDirectoryCommand {
    @Mixin
    private EmbedFlags embed;

    @Mixin
    private TrainFlags train;

    @Option(names = "--classes", paramLabel = "FILE.txt", required = true, description = "The task's class names, one a line, UTF-8.")
    private Path classes;

    @Option(names = "--share", paramLabel = "SHARE", defaultValue = "0.25", description = "Fine clusters are taken, the nearest first, until they have this share of the pairs. Default: ${DEFAULT-VALUE}")
    private double share;

    @Option(names = "--name", paramLabel = "NAME", description = "What the model is called. Default: as FILE.txt, up to the first dot")
    private @Nullable String name;

    @Override
    Set<StageName> stages() {
        return Set.of();
    }

    @Override
    Part part() throws IOException {
        TrainOptions options = train.options(seed());
        requireConsistent(options::check);
        requireConsistent(() -> TaskClusters.requireShare(share));
        List<String> names = TextLines.filled(classes);
        if (names.isEmpty()) {
            throw new BadInputException(classes + ": expected class names (--classes), one a line, found none");
        }
        CaptionChoice caption = embed.options(seed()).caption();
        return pipeline -> select(pipeline, names, options, caption);
    }

    private void select(Pipeline pipeline, List<String> names, TrainOptions options, CaptionChoice caption) throws IOException {
        TaskClusters selected = pipeline.selecting().select(names, share);
        TaskClusters.Near farthest = selected.fine().getLast();
        System.out.printf(Locale.ROOT,
                "%,d fine clusters are nearest to %,d classes: %,d of %,d pairs (%.1f %%); the farthest is %.3f from '%s'%n",
                selected.fine().size(), names.size(), selected.pairs(), selected.all(), 100.0 * selected.pairs() / selected.all(),
                farthest.distance(), farthest.className());
        String called = name == null ? String.valueOf(classes.getFileName()).replaceFirst("\\..*", "") : name;
        try {
            Path folder = pipeline.selecting().train(called, selected, options, caption);
            System.out.println("The model is in " + folder.toAbsolutePath());
            System.out.println("Next: mode4j evaluate --model " + folder + " --datasets …");
        } catch (MismatchException e) {
            throw new BadInputException(e.getMessage() + ". Remove that folder, or give another --name", e);
        }
    }
}
