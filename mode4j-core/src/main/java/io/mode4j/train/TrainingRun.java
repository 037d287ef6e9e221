package io.mode4j.train;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.NonFiniteLossException;
import io.mode4j.clip.StepResult;
import io.mode4j.progress.Progress;
import io.mode4j.ranks.Ranks;
import io.mode4j.work.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The steps of one training, from where it stands to its end: batch, rate, step, validation, log, checkpoint. Used by one thread. */
final class TrainingRun {

    private static final int SAVE = 1;
    private static final int STOP = 2;
    private static final int VALIDATIONS = 10;
    private static final long TRAINED_A_LOOK = 20; // pairs trained on for each that is looked at: looking takes some percent of the time

    private final FileLayer files;
    private final Progress progress;
    private final TrainJob job;
    private final TrainSettings options;
    private final ClipTrainer trainer;
    private final BatchLoader loader;
    private final Checkpoints checkpoints;
    private final Validation validation;
    private final Path folder;
    private final Ranks ranks;
    private final StopRequest stop;
    private long checkpointed;
    private long checkpointedAt = System.nanoTime();

    TrainingRun(FileLayer files, Progress progress, TrainJob job, TrainSettings options, ClipTrainer trainer, BatchLoader loader,
            Checkpoints checkpoints, Validation validation, Path folder, Ranks ranks, StopRequest stop) {
        this.files = files;
        this.progress = progress;
        this.job = job;
        this.options = options;
        this.trainer = trainer;
        this.loader = loader;
        this.checkpoints = checkpoints;
        this.validation = validation;
        this.folder = folder;
        this.ranks = ranks;
        this.stop = stop;
    }

    /** Takes the steps after {@code done}, and ends with a checkpoint of the last one. */
    void from(long done) throws IOException {
        checkpointed = done;
        int batchSize = loader.batchSize();
        long steps = job.portion().steps(batchSize);
        if (!ranks.isFirst()) {
            follow(done, steps);
            return;
        }
        Reporting reporting = options.loading().reporting();
        try (Progress.Bar bar = progress.start("train " + job.name(), steps * batchSize, "samples", done * batchSize)) {
            TrainingReports reports = new TrainingReports(files, folder, reporting, done, trainer.steps() - done, bar);
            for (long step = done + 1; step <= steps; step++) {
                boolean due = reporting.isDue(step, steps);
                reports.add(step(step, steps, due), due, loader.undecodable());
                int asked = asked(isCheckpointDue(step) && step < steps ? SAVE : 0);
                if (asked != 0) {
                    checkpoint(step, reports);
                }
                requireGoingOn(asked, step, steps);
            }
            loader.checkShare();
            if (checkpointed < steps) {
                checkpoint(steps, reports);
            }
        }
    }

    /** What a rank does that writes nothing. */
    private void follow(long done, long steps) throws IOException {
        for (long step = done + 1; step <= steps; step++) {
            StepResult _ = trainer.step(loader.next(), rate(step));
            int asked = asked(0);
            if (asked != 0) {
                trainer.assistSave(true);
                checkpointed = step;
            }
            requireGoingOn(asked, step, steps);
        }
        loader.checkShare();
        if (checkpointed < steps) {
            trainer.assistSave(true);
        }
    }

    /** {@return what any rank asks for}: to save, or to save and stop */
    private int asked(int own) throws IOException {
        int asked = 0;
        for (byte rank : ranks.gather(new byte[]{(byte) (stop.isMade() ? STOP : own)})) {
            asked |= rank;
        }
        return asked;
    }

    private void requireGoingOn(int asked, long step, long steps) throws TrainingStoppedException {
        if ((asked & STOP) != 0 && step < steps) {
            TrainingStoppedException stopped = new TrainingStoppedException(job.name(), step, steps);
            if (ranks.isFirst()) {
                stop.lastWords(String.valueOf(stopped.getMessage()));
            }
            throw stopped;
        }
    }

    private double rate(long step) {
        double seen = job.portion().position((step - 1) * loader.batchSize());
        return options.schedule().rate(options.optimizer().learningRate(), seen, loader.batchSize());
    }

    private StepReport step(long step, long steps, boolean due) throws IOException {
        int batchSize = loader.batchSize();
        double rate = rate(step);
        long began = System.nanoTime();
        long waitedBefore = ranks.waited();
        ClipBatch batch = loader.next();
        long forData = System.nanoTime() - began - (ranks.waited() - waitedBefore);
        StepResult result = trainer.step(batch, rate);
        if (!Double.isFinite(result.loss())) {
            throw new NonFiniteLossException(trainer.steps(), result.loss());
        }
        OptionalDouble gradientNorm = due ? OptionalDouble.of(trainer.gradientNorm()) : OptionalDouble.empty();
        Pace pace = new Pace(batchSize, forData, ranks.waited() - waitedBefore, System.nanoTime() - began);
        return new StepReport(step, job.portion().from() + step * batchSize, result, rate, pace, gradientNorm, validate(step, steps));
    }

    private @Nullable ValidationResult validate(long step, long steps) throws IOException {
        Span asked = options.loading().validationInterval();
        long samples = asked == null ? Math.max(Math.ceilDiv(steps, VALIDATIONS) * loader.batchSize(), TRAINED_A_LOOK * validation.pairs())
                : asked.samples(loader.samples(), loader.batchSize());
        if (samples == 0 || validation.pairs() < 2 || (step < steps && step % Math.ceilDiv(samples, loader.batchSize()) != 0)) {
            return null;
        }
        return validation.of(trainer, loader.batchSize());
    }

    private boolean isCheckpointDue(long step) {
        return step - checkpointed >= options.loading().checkpointSteps()
                || System.nanoTime() - checkpointedAt >= options.loading().checkpointInterval().toNanos();
    }

    private void checkpoint(long step, TrainingReports reports) throws IOException {
        reports.force();
        checkpoints.write(trainer, new Checkpoint(step, trainer.steps(), loader.state()));
        checkpointed = step;
        checkpointedAt = System.nanoTime();
    }

    /** What the manifest says of the training. */
    Map<String, Object> summary(String engine) {
        Map<String, Object> summary = new LinkedHashMap<>();
        long steps = job.portion().steps(loader.batchSize());
        summary.put("steps", steps);
        summary.put("batch_size", loader.batchSize());
        summary.put("samples", steps * loader.batchSize());
        summary.put("pairs", loader.samples());
        summary.put("epochs", Math.round(100.0 * steps * loader.batchSize() / loader.samples()) / 100.0);
        summary.put("undecodable", loader.state().undecodable());
        summary.put("engine", engine);
        return summary;
    }
}
