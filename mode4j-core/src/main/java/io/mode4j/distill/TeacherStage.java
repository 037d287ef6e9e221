package io.mode4j.distill;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.ClipSource;
import io.mode4j.embed.ClipTextEncoder;
import io.mode4j.embed.EncoderSource;
import io.mode4j.embed.PictureEmbedStage;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Asks an expert about every pair of a run, once, whatever learns from it later: its features of picture and caption, as in evaluation, and how far the caption is from its centres. An
 * interrupted run goes on with the next shards. Not for several threads.
 */
public final class TeacherStage {
    private static final Logger LOG = System.getLogger(TeacherStage.class.getName());

    private final RunDirectory run;
    private final FileLayer files;
    private final Progress progress;
    private final ClipSource clips;
    private final CaptionChoice captions;

    /**
     * A stage for the experts of a run; nothing is opened yet.
     *
     * @param captions which caption of a pair counts
     */
    public TeacherStage(RunDirectory run, FileLayer files, Progress progress, ClipSource clips, CaptionChoice captions) {
        this.run = run;
        this.files = files;
        this.progress = progress;
        this.clips = clips;
        this.captions = captions;
    }

    /**
     * Asks, or finds that all is done. What an earlier expert of that name said is replaced.
     *
     * @throws io.mode4j.artifact.BadInputException if the pairs are not embedded
     * @throws io.mode4j.artifact.DamagedException  if the model, the index, or what is done has changed on disk
     */
    public void run(Teacher teacher) throws IOException {
        Manifest.read(teacher.model()).verify(teacher.model());
        step(() -> features(teacher));
        step(() -> new DistanceStage(files, progress).run(run, teacher));
    }

    private void features(Teacher teacher) throws IOException {
        try (ClipTextEncoder texts = ClipTextEncoder.load(teacher.model(), clips.engine(), clips.tokenizer())) {
            new PictureEmbedStage(files, progress, clips, teacher.model(), EncoderSource.of(texts), captions).run(run.index(),
                    teacher.features(), "ask " + teacher.name());
        }
    }

    /** Makes a folder. */
    @FunctionalInterface
    private interface Step {
        void make() throws IOException;
    }

    private void step(Step step) throws IOException {
        try {
            step.make();
        } catch (MismatchException e) {
            LOG.log(Level.INFO, "{0}; it is made anew", e.getMessage());
            files.deleteTree(e.folder());
            step.make();
        }
    }
}
