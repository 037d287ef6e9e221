package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.cluster.Assignments;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.ensemble.NearestRule;
import io.mode4j.pipeline.GrowingRun;
import io.mode4j.pipeline.GrowthOptions;
import io.mode4j.pipeline.Pipeline;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.progress.Progress;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.torch.TorchOptions;
import io.mode4j.train.Span;
import io.mode4j.train.TrainOptions;
import io.mode4j.work.FarRunner;
import io.mode4j.work.Results;
import io.mode4j.work.Runner;
import io.mode4j.work.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that grows, as a library: where its parts run, and what an interruption leaves. */
class GrowingRunTest {
    private static final TrainOptions TRAINING = TrainOptions.defaults()
            .withBatchSize(8)
            .withSeedSpan(Span.parse("3 steps"))
            .withExpertSpan(Span.parse("3 steps"))
            .withWarmup(Span.parse("1 steps"))
            .withOutOfClusterRatio(0);

    @TempDir
    private static Path folder;

    private static PartlySeenRun made;

    @BeforeAll
    static void train() throws IOException {
        made = new PartlySeenRun(folder);
    }

    /** What is done with a run. */
    private interface Step {
        Object with(GrowingRun growing) throws IOException;
    }

    private static void on(Path run, FileLayer files, Optional<Runner> runner, Step step) throws IOException {
        try (Pipeline pipeline = new Pipeline(run, TorchOptions.defaults().withPrecision("fp32").withThreads(1), files,
                Progress.silent())) {
            runner.ifPresent(pipeline::runBy);
            Object _ = step.with(pipeline.growing());
        }
    }

    private static Step update(String expert) {
        return growing -> growing.grow(ShardSet.of(List.of(folder.resolve("new").toString())), List.of(expert),
                PipelineOptions.defaults().withTrain(TRAINING), GrowthOptions.defaults().withTolerance(1), List.of());
    }

    private static Step retire(List<String> keys) {
        return growing -> growing.retire(keys, TRAINING, new NearestRule(), List.of());
    }

    /** Notes what is done elsewhere. */
    private static final class NotingRunner implements Runner {
        private final Runner runner = new FarRunner();
        private final List<String> done = new ArrayList<>();

        @Override
        public <P, R> void run(Work<P, R> work, List<P> parts, Results<R> results) throws IOException {
            done.add(work.name());
            runner.run(work, parts, results);
        }
    }

    @Test
    void whatAGenerationIsDoesNotDependOnWhereItsPartsRun() throws IOException {
        NotingRunner far = new NotingRunner();
        List<SortedMap<String, String>> grown = new ArrayList<>();
        for (Optional<Runner> runner : List.of(Optional.<Runner>empty(), Optional.<Runner>of(far))) {
            Path run = made.copy("where-" + grown.size());
            on(run, new UnsyncedFileLayer(), runner, update("expert-0"));
            SortedMap<String, String> contents = KillTest.contents(run);
            assertThat(contents.remove("generations/1.json")).as("says when it was made").isNotNull();
            grown.add(contents);
        }
        assertThat(grown.getFirst()).containsKeys("arrivals/1/embeddings/00000.npy", "arrivals/1/experts/expert-0.v1/model.safetensors")
                .isEqualTo(grown.getLast());
        assertThat(far.done).contains("index", "embed", "assign", "score");
    }

    /** Is killed as soon as the next generation is to count. */
    private static final class DyingFileLayer extends FileLayer {
        @Override
        protected void rename(Path from, Path to) throws IOException {
            if (to.endsWith("generations/current")) {
                throw new IOException("killed");
            }
            super.rename(from, to);
        }
    }

    @Test
    void aGenerationThatIsWrittenAndNotChosenIsDecidedOnByTheSameCommand() throws IOException {
        for (Step step : List.of(update("expert-1"), retire(made.keysOf("expert-1").subList(0, 1)))) {
            Path run = made.copy("undecided");
            assertThatThrownBy(() -> on(run, new DyingFileLayer(), Optional.empty(), step)).hasRootCauseMessage("killed");
            Generations generations = new Generations(new RunDirectory(run));
            assertThat(generations.numbers()).containsExactly(0, 1);
            assertThat(generations.current().number()).isZero();
            Path expert = run.resolve("arrivals/1/experts/expert-1.v1/model.safetensors");
            FileTime trained = Files.getLastModifiedTime(expert);

            on(run, new UnsyncedFileLayer(), Optional.empty(), step);
            assertThat(generations.current().number()).isEqualTo(1);
            assertThat(generations.numbers()).containsExactly(0, 1);
            assertThat(Files.getLastModifiedTime(expert)).as("not trained again").isEqualTo(trained);
            new FileLayer().deleteTree(run);
        }
    }

    @Test
    void aVersionCountsThePairsOfItsClusterInAllDataOfItsGeneration() throws IOException {
        Path run = made.copy("counted");
        on(run, new UnsyncedFileLayer(), Optional.empty(), update("expert-0"));
        on(run, new UnsyncedFileLayer(), Optional.empty(), retire(made.keysOf("expert-1").subList(0, 1)));
        int[] coarse = Clusters.read(run.resolve("clusters")).fineToCoarse();
        for (int expert = 0; expert < 2; expert++) {
            long own = 0;
            for (String assignments : List.of("assignments", "arrivals/1/before")) {
                long[] sizes = Assignments.open(run.resolve(assignments)).fineSizes();
                for (int fine = 0; fine < sizes.length; fine++) {
                    own += coarse[fine] == expert ? sizes[fine] : 0;
                }
            }
            Path version = run.resolve("arrivals/%d/experts/expert-%d.v%d".formatted(expert + 1, expert, expert + 1));
            assertThat(ExpertClusters.read(version).pairs()).isEqualTo(own);
        }
    }
}
