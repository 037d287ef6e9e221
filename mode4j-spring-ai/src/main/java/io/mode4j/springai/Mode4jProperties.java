package io.mode4j.springai;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Places;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.VectorSpace;
import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.mixture.ModeOptions;
import io.mode4j.pipeline.Engines;
import io.mode4j.text.ClipTokenizer;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is opened: {@code mode4j.run} or {@code mode4j.model}.
 *
 * @param run        a run directory, a path or a URL: its experts are asked together
 * @param model      a model folder, with {@code open_clip_config.json}
 * @param rule       how a run's experts are weighed
 * @param generation of a run's experts; absent: the current one
 * @param precision  {@code auto}, {@code fp32} or {@code bf16}
 */
@ConfigurationProperties("mode4j")
public record Mode4jProperties(@Nullable String run, @Nullable String model, @DefaultValue("nearest") String rule,
        @Nullable Integer generation, @DefaultValue("auto") String precision) {

    /** What the model is called: its folder's name. */
    String name() {
        String place = run != null ? run : String.valueOf(model);
        Path folder = Places.known(place).toAbsolutePath().normalize().getFileName();
        return folder == null ? "mode4j" : folder.toString();
    }

    /** Opens it; the caller closes it. */
    VectorSpace open() throws IOException {
        TorchOptions computing = TorchOptions.defaults().withPrecision(precision);
        if (run != null && model != null) {
            throw new BadInputException("expected mode4j.run or mode4j.model, found both: %s and %s".formatted(run, model));
        }
        if (run == null) {
            return Engines.loadClip(existing("mode4j.model", String.valueOf(model)), computing, new ClipTokenizer());
        }
        RunDirectory directory = new RunDirectory(existing("mode4j.run", run), generation == null ? RunDirectory.NEWEST : generation);
        return Engines.loadMode(directory, ModeOptions.standard().withRule(EnsembleOptions.standard().rule(rule)), computing,
                new ClipTokenizer());
    }

    private static Path existing(String key, String place) throws IOException {
        Path folder = Places.path(place);
        if (!Files.isDirectory(folder)) {
            throw new BadInputException("%s: expected a folder, found none at %s".formatted(key, folder));
        }
        return folder;
    }
}
