package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.negatives.Negatives;
import io.mode4j.negatives.NegativesCsv;
import io.mode4j.negatives.NegativesOptions;
import io.mode4j.negatives.NegativesReport;
import io.mode4j.report.ReportStage;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.train.TrainOptions;
import java.io.IOException;

/** Measures the negatives of a run's batches; {@link Pipeline#negatives} gives it. Not thread-safe. */
public final class MeasuringNegatives {
    private final RunModels models;
    private final RunDirectory run;

    MeasuringNegatives(RunModels models) {
        this.models = models;
        this.run = models.run();
    }

    /**
     * Measures how hard and how clean negatives are in the batches of the seed model and of each expert, and writes {@code negatives/negatives.csv} and {@code negatives.html}.
     * Experts need not be trained.
     *
     * @param options as the models are trained; batch size, shuffle, share of other clusters' pairs and seed decide the batches
     * @param caption which caption of a pair counts
     * @throws BadInputException if a stage up to the seed model has not finished
     */
    public NegativesReport measure(NegativesOptions asked, TrainOptions options, CaptionChoice caption) throws IOException {
        Engines engines = models.engines();
        TrainingPlan plan = models.plan(options);
        NegativesReport report = new Negatives(run, engines.clips(), models.progress(), engines.threads()).measure(
                plan.kindsOfBatches(run.seed(), models.clusters()), models.clustered(caption), plan.settings(engines.threads()), asked);
        NegativesCsv.write(models.files(), run.negatives().resolve("negatives.csv"), report);
        new ReportStage(models.files()).negatives(report, run.negatives().resolve("negatives.html"));
        return report;
    }
}
