package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.StepResult;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingReportsTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    private Path folder = Path.of("");
    private final List<String> notes = new ArrayList<>();
    private long advanced;

    private final Progress.Bar bar = new Progress.Bar() {
        @Override
        public void advance(long n) {
            advanced += n;
        }

        @Override
        public void note(String text) {
            notes.add(text);
        }

        @Override
        public void close() {
            // nothing to close
        }
    };

    private static StepReport report(long step, double loss, Pace pace, @Nullable ValidationResult validation) {
        return new StepReport(step, step * pace.pairs(), new StepResult(loss, 10), 1e-3, pace, OptionalDouble.of(2), validation);
    }

    /** Of the first three steps the model waits one second in ten, of the fourth not worth saying. */
    @Test
    void notesSayWhatTheModelWaitedForSinceTheLast() throws IOException {
        TrainingReports reports = new TrainingReports(new FileLayer(), folder, Reporting.USUAL, 0, 0, bar);
        reports.add(report(1, 3, new Pace(4, SECOND, 0, 10 * SECOND), null), true, 0);
        reports.add(report(2, 2.5, new Pace(4, 2 * SECOND, 0, 10 * SECOND), new ValidationResult(9, 4.25, 0.1, 0.3)), false, 0);
        reports.add(report(3, 2, new Pace(4, 0, 0, 10 * SECOND), null), true, 2);
        reports.add(report(4, 1, new Pace(4, SECOND / 5, 0, 10 * SECOND), null), true, 2);
        assertThat(notes).containsExactly("loss 3.000, 10 % of the time waiting for data",
                "loss 2.000, held out 4.250 (R@1 20.0 %), 10 % of the time waiting for data, 2 pictures cannot be decoded",
                "loss 1.000, held out 4.250 (R@1 20.0 %), 2 pictures cannot be decoded");
        assertThat(advanced).isEqualTo(16);
        assertThat(TrainedFolder.log(folder)).hasSize(4);
    }

    @Test
    void eventsTellThePaceSinceTheLast() throws IOException {
        TrainingReports reports = new TrainingReports(new FileLayer(), folder, new Reporting(2, Reporting.To.TENSORBOARD), 0, 100, bar);
        reports.add(report(1, 3, new Pace(4, 0, 0, SECOND), null), true, 0);
        reports.add(report(2, 3, new Pace(4, SECOND, 0, 2 * SECOND), null), false, 0);
        reports.add(report(3, 3, new Pace(4, SECOND, 2 * SECOND, 6 * SECOND), null), true, 0);
        assertThat(EventFiles.read(folder).keySet()).containsExactly(101L, 103L);
        assertThat(EventFiles.read(folder).get(103L)).containsEntry("train/samples_per_second", 1f)
                .containsEntry("train/waiting_for_data", 0.25f)
                .containsEntry("train/waiting_for_ranks", 0.25f);
        assertThat(EventFiles.read(folder).get(101L)).doesNotContainKey("train/waiting_for_ranks"); // where nothing was waited for, nothing is said
        assertThat(notes.getLast())
                .isEqualTo("loss 3.000, 25 % of the time waiting for data, 25 % of the time waiting for other processes");
    }
}
