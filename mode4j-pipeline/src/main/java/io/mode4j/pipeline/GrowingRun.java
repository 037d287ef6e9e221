package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Generation;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.ClipEngine;
import io.mode4j.ensemble.EstablishedAbility.Change;
import io.mode4j.ensemble.RoutingRule;
import io.mode4j.growth.Arrival;
import io.mode4j.growth.Grown;
import io.mode4j.growth.Novelty;
import io.mode4j.growth.ToRetire;
import io.mode4j.report.ReportStage;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.task.Task;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A run whose experts change as pairs arrive or must go, a generation at a time; {@link Pipeline#growing} gives it. Nothing that is there is written or trained again. Not thread-safe. */
public final class GrowingRun {
    private final RunDirectory run;
    private final FileLayer files;
    private final Engines engines;
    private final StagesByParts stages;
    private final StageClock clock;

    GrowingRun(RunDirectory run, StagesByParts stages, StageClock clock) {
        this.run = run;
        this.files = stages.files();
        this.engines = stages.engines();
        this.stages = stages;
        this.clock = clock;
    }

    /**
     * Looks at pairs that arrived: indexes, embeds and assigns them beside those that are known, which stay as they are. What is computed is kept for {@link #grow} with the same shards;
     * {@code growth.html} beside it has what is returned.
     *
     * @param options how shards are read; nothing of them is held out
     * @throws BadInputException if none of them can be used
     * @throws io.mode4j.artifact.HeldException if the run is growing already
     */
    public Novelty whatIsNew(ShardSet shards, IndexOptions options) throws IOException {
        try (NextGeneration making = making()) {
            Novelty novelty = growth(making).look(shards, options).novelty();
            Path _ = new ReportStage(files).growth(novelty, making.arrival().growthPage());
            return novelty;
        }
    }

    /**
     * Makes the next generation of the run of pairs that arrived: experts that go on, or a new one. It counts from then on if no task of before has become worse; all that is there stays, and so can be gone back to.
     *
     * @param update  the experts that go on; none for a new one, of what is unlike all before
     * @param given   tasks of before, beside the retrieval among the pairs that the index holds out
     * @throws BadInputException if there are too few pairs to train on
     * @throws io.mode4j.artifact.HeldException if the run is growing already
     */
    public Grown grow(ShardSet shards, List<String> update, PipelineOptions options, GrowthOptions growing, List<Task> given)
            throws IOException {
        options.check();
        NextGeneration.requireSeed(run);
        RunModels.requireNotTold(options.train(), "pairs of several indexes have not");
        ClipEngine _ = engines.clip();
        try (NextGeneration making = making()) {
            Growth growth = growth(making);
            Arrival arrived = growth.look(shards, options.index());
            Generation next = !update.isEmpty() ? growth.update(update, arrived, options.train(), growing.replay())
                    : growth.newExpert(arrived, options.cluster(), options.train());
            List<Change> changes = making.compare(next, given, growing.rule());
            boolean counts = changes.stream().noneMatch(change -> change.isWorse(growing.tolerance()));
            making.publish(next, counts);
            Grown grown = new Grown(arrived.novelty(), next, changes, counts);
            Path _ = new ReportStage(files).growth(grown, making.arrival().growthPage());
            return grown;
        }
    }

    private NextGeneration making() throws IOException {
        return new NextGeneration(run, stages, clock);
    }

    private Growth growth(NextGeneration making) {
        return new Growth(run, files, stages.progress(), engines.threads(), making);
    }

    /**
     * Looks at what it takes that no expert has seen the pairs of some keys; writes nothing.
     *
     * @throws BadInputException if the seed is not trained yet
     */
    public ToRetire whoSaw(Collection<String> keys) throws IOException {
        return ToRetire.of(run, keys, engines.threads());
    }

    /** {@return how many samples an expert is trained on that begins again with the seed} */
    public long samplesOfAnExpert(TrainOptions options) throws IOException {
        TrainingPlan plan = TrainingPlan.of(options, SampleIndex.open(run.index()).allRows());
        return plan.end() - plan.split();
    }

    /**
     * Makes the next generation of the run, whose experts have not seen the pairs of some keys: those that saw some are trained again from the seed, without them; all others stay as they are. It counts from then
     * on, and these pairs stay out of all that is made from it.
     *
     * @param options as the run's models were trained
     * @param rule    how experts are weighed when tasks of before and after are compared
     * @param given   tasks of before, beside the retrieval among the pairs that the index holds out
     * @throws BadInputException if the seed saw some of these pairs: then nothing less than a new seed helps, and nothing is changed
     * @throws io.mode4j.artifact.HeldException if the run is growing already
     */
    public Retired retire(Collection<String> keys, TrainOptions options, RoutingRule rule, List<Task> given) throws IOException {
        options.check();
        ToRetire what = whoSaw(keys);
        if (what.isDone()) {
            return new Retired(what, Optional.empty(), List.of());
        }
        what.requireUnseenBySeed();
        RunModels.requireNotTold(options, "pairs of several indexes have not");
        ClipEngine _ = engines.clip();
        try (NextGeneration making = making()) {
            Generation next = new Retirement(run, files, making).retire(what, options);
            List<Change> changes = what.experts().isEmpty() ? List.of() : making.compare(next, given, rule);
            making.publish(next, true);
            return new Retired(what, Optional.of(next), changes);
        }
    }
}
