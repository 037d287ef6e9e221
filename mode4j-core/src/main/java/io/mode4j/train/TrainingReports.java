package io.mode4j.train;

import io.mode4j.artifact.FileLayer;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Where the steps of a training are told of: {@code log.jsonl}, event files, the progress. Not thread-safe. */
final class TrainingReports {
    private static final double WORTH_SAYING = 0.03; // of the time

    private final TrainingLog log;
    private final Optional<TrainingEvents> events;
    private final Progress.Bar bar;
    private String validated = "";
    private Pace pace = Pace.NONE;

    /**
     * Goes on after a step.
     *
     * @param done
     *            steps of this model that are taken
     * @param earlier
     *            steps that the weights took before this model
     */
    TrainingReports(FileLayer files, Path folder, Reporting reporting, long done, long earlier, Progress.Bar bar) throws IOException {
        this.log = new TrainingLog(files, folder.resolve("log.jsonl"), done);
        this.events = reporting.to() == Reporting.To.TENSORBOARD ? Optional.of(TrainingEvents.begin(files, folder, done, earlier))
                : Optional.empty();
        this.bar = bar;
    }

    /**
     * Tells of a step.
     *
     * @param due
     *            whether more than the log is to have it
     * @param undecodable
     *            pictures so far
     */
    void add(StepReport report, boolean due, int undecodable) throws IOException {
        log.append(report);
        pace = pace.plus(report.pace());
        ValidationResult looked = report.validation();
        if (looked != null) {
            validated = String.format(Locale.ROOT, ", held out %.3f (R@1 %.1f %%)", looked.loss(),
                    50 * (looked.imageToTextRecall() + looked.textToImageRecall()));
        }
        if (events.isPresent() && (due || looked != null)) {
            events.get().append(report, pace);
        }
        bar.advance(report.pace().pairs());
        if (due) {
            bar.note(note(report, undecodable));
            pace = Pace.NONE;
        }
    }

    private String note(StepReport report, int undecodable) {
        return String.format(Locale.ROOT, "loss %.3f", report.result().loss()) + validated + waiting(pace.waitingForData(), "data")
                + waiting(pace.waitingForRanks(), "other processes")
                + (undecodable == 0 ? "" : ", " + undecodable + " pictures cannot be decoded");
    }

    private static String waiting(double share, String what) {
        return share < WORTH_SAYING ? "" : String.format(Locale.ROOT, ", %.0f %% of the time waiting for %s", 100 * share, what);
    }

    /** Brings what was told to the disk, before a checkpoint relies on it. */
    void force() throws IOException {
        log.force();
        if (events.isPresent()) {
            events.get().force();
        }
    }
}
