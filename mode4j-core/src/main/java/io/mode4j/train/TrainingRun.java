package io.mode4j.train;

import io.mode4j.artifact.FileLayer;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The steps of one training, from where it stands to its end: batch, rate, step, log, checkpoint. Used by one thread. */
final class TrainingRun {

    private static final double SECOND = 1e9;

    private final FileLayer files;
    private final Progress progress;
    private final TrainJob job;
    private final TrainOptions options;
    private final ClipTrainer trainer;
    private final BatchLoader loader;
    private final Checkpoints checkpoints;
    private final Path folder;
    private long checkpointed;
    private long checkpointedAt = System.nanoTime();

    TrainingRun(FileLayer files, Progress progress, TrainJob job, TrainOptions options, ClipTrainer trainer, BatchLoader loader,
            Checkpoints checkpoints, Path folder) {
        this.files = files;
        this.progress = progress;
        this.job = job;
        this.options = options;
        this.trainer = trainer;
        this.loader = loader;
        this.checkpoints = checkpoints;
        this.folder = folder;
    }

    /** Takes the steps after {@code done}, and ends with a checkpoint of the last one. */
    void from(long done) throws IOException {
        checkpointed = done;
        int batchSize = options.batchSize();
        long steps = job.portion().steps(batchSize);
        TrainingLog log = new TrainingLog(files, folder.resolve("log.jsonl"), done);
        try (Progress.Bar bar = progress.start("train " + job.name(), steps * batchSize, "samples")) {
            bar.advance(done * batchSize);
            for (long step = done + 1; step <= steps; step++) {
                long began = System.nanoTime();
                double seen = job.portion().position((step - 1) * batchSize);
                double rate = options.schedule().rate(options.optimizer().learningRate(), seen, batchSize);
                StepResult result = trainer.step(loader.next(), rate);
                if (!Double.isFinite(result.loss())) {
                    throw new NonFiniteLossException(trainer.steps(), result.loss());
                }
                log.append(step, job.portion().from() + step * batchSize, result, rate,
                        batchSize * SECOND / Math.max(1, System.nanoTime() - began));
                bar.advance(batchSize);
                bar.note(note(result));
                if (isCheckpointDue(step) && step < steps) {
                    checkpoint(step, log);
                }
            }
        }
        loader.checkShare();
        if (checkpointed < steps) {
            checkpoint(steps, log);
        }
    }

    private String note(StepResult result) {
        String loss = String.format(Locale.ROOT, "loss %.3f", result.loss());
        int undecodable = loader.undecodable();
        return undecodable == 0 ? loss : loss + ", " + undecodable + " pictures cannot be decoded";
    }

    private boolean isCheckpointDue(long step) {
        return step - checkpointed >= options.loading().checkpointSteps()
                || System.nanoTime() - checkpointedAt >= options.loading().checkpointInterval().toNanos();
    }

    private void checkpoint(long step, TrainingLog log) throws IOException {
        log.force();
        checkpoints.write(trainer, new Checkpoint(step, trainer.steps(), loader.state()));
        checkpointed = step;
        checkpointedAt = System.nanoTime();
    }

    /** What the manifest says of the training. */
    Map<String, Object> summary(String engine) {
        Map<String, Object> summary = new LinkedHashMap<>();
        long steps = job.portion().steps(options.batchSize());
        summary.put("steps", steps);
        summary.put("samples", steps * options.batchSize());
        summary.put("pairs", loader.samples());
        summary.put("epochs", Math.round(100.0 * loader.state().position() / loader.samples()) / 100.0);
        summary.put("undecodable", loader.state().causes());
        summary.put("engine", engine);
        return summary;
    }
}
