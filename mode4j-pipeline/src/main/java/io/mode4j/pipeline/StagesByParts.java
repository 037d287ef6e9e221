package io.mode4j.pipeline;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.AssignStage;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import io.mode4j.embed.EmbedStage;
import io.mode4j.embed.EncoderReference;
import io.mode4j.embed.EncoderSource;
import io.mode4j.embed.PictureEmbedStage;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.task.Routing;
import io.mode4j.task.ScoreStage;
import io.mode4j.work.Runner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stages that work by parts: these are done where the runner has them done, or else by this process.
 *
 * @param engines stay the caller's
 */
record StagesByParts(FileLayer files, Progress progress, Engines engines, Optional<Runner> runner) {
    IndexStage index(IndexOptions options) {
        return runner.map(there -> new IndexStage(files, progress, options, there))
                .orElseGet(() -> new IndexStage(files, progress, options));
    }

    EmbedStage embed(EncoderSource encoder, CaptionChoice caption) {
        return runner.map(there -> new EmbedStage(files, progress, encoder, caption, there))
                .orElseGet(() -> new EmbedStage(files, progress, encoder, caption));
    }

    PictureEmbedStage embedPictures(Path model, @Nullable EncoderSource sentences, CaptionChoice caption) {
        return runner
                .map(there -> new PictureEmbedStage(files, progress, new SentClips(engines.computing()), model, sentences, caption, there))
                .orElseGet(() -> new PictureEmbedStage(files, progress, engines.clips(), model, sentences, caption));
    }

    ClusterStage cluster(ClusterOptions options) {
        return runner.map(there -> new ClusterStage(files, progress, options, there))
                .orElseGet(() -> new ClusterStage(files, progress, options));
    }

    AssignStage assign() {
        return runner.map(there -> new AssignStage(files, progress, engines.threads(), there))
                .orElseGet(() -> new AssignStage(files, progress, engines.threads()));
    }

    ScoreStage score(Routing routing) {
        return engines.scoreStage(files, progress, routing, runner);
    }

    /** The encoder that is asked for, as {@link Engines#sentences(EncoderChoice)}. */
    EncoderSource encoder(EncoderChoice choice) throws IOException {
        return runner.isPresent() ? SentEncoder.of(choice, engines.computing()) : EncoderSource.of(engines.sentences(choice));
    }

    /** The encoder of a run's captions, as {@link Engines#sentences(RunDirectory)}. */
    EncoderSource encoder(RunDirectory run) throws IOException {
        SentenceEncoder here = engines.sentences(run);
        return runner.isPresent()
                ? new SentEncoder(EncoderReference.read(run.saysEncoder()), run.saysEncoder().toAbsolutePath().toString(),
                        engines.computing())
                : EncoderSource.of(here);
    }
}
