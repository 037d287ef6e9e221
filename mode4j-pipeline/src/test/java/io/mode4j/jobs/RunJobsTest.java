package io.mode4j.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJobsTest {
    @TempDir
    private Path root;

    @Test
    void whichThereAreAndWhatEachWaitsFor() {
        RunDirectory run = new RunDirectory(root);
        RunJobs jobs = new RunJobs(run);
        assertThat(jobs.models(2, true)).extracting(Job::name)
                .containsExactly("seed", "expert-0", "expert-1", "dense", "dense-total", "random-0", "random-1");
        assertThat(jobs.models(2, false)).extracting(Job::name).containsExactly("seed", "expert-0", "expert-1", "dense");
        assertThat(jobs.stages().after()).isEmpty();
        assertThat(jobs.seed().after()).containsExactly("stages");
        assertThat(jobs.continuing(2, true)).allSatisfy(job -> assertThat(job.after()).containsExactly("seed"));
        assertThat(jobs.evaluate(2, false).after()).containsExactly("seed", "expert-0", "expert-1", "dense");
        assertThat(jobs.continuing(2, true)).extracting(job -> job.folders().getFirst())
                .containsExactly(run.experts().resolve("expert-0"), run.experts().resolve("expert-1"), run.baselines().resolve("dense"),
                        run.baselines().resolve("dense-total"), run.baselines().resolve("random-0"), run.baselines().resolve("random-1"));
        assertThat(jobs.seed().folders()).containsExactly(run.seed());
        assertThat(jobs.continuing(1, false).getFirst().commands()).containsExactly(List.of("train", "--only", "expert-0"));
        assertThat(jobs.stages().commands()).extracting(List::getFirst).containsExactly("index", "embed", "cluster", "assign");
        assertThat(jobs.folder("stages")).isEqualTo(Optional.empty());
    }

    @Test
    void onlyManifestsSayThatAJobIsDone() throws Exception {
        RunJobs jobs = new RunJobs(new RunDirectory(root));
        for (Path folder : jobs.stages().folders()) {
            assertThat(jobs.stages().isDone()).isFalse();
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("manifest.json"), "{}");
        }
        assertThat(jobs.stages().isDone()).isTrue();
        assertThat(jobs.evaluate(1, false).isDone()).as("it finds what is left itself").isFalse();
    }
}
