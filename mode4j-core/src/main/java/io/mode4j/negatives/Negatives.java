package io.mode4j.negatives;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.ClipSource;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.train.Pair;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.TrainData;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainSettings;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Measures the negatives of the batches that the models of a run are trained on: how many are likely false, how hard the seed model finds them. Needs the run up to its seed
 * model; the other models need not be trained. Not thread-safe.
 */
public final class Negatives {
    private final RunDirectory run;
    private final ClipSource clips;
    private final Progress progress;
    private final int threads;

    /** Of a run; nothing is opened yet. */
    public Negatives(RunDirectory run, ClipSource clips, Progress progress, int threads) {
        this.run = run;
        this.clips = clips;
        this.progress = progress;
        this.threads = threads;
    }

    /**
     * Measures.
     *
     * @param jobs the models whose batches are looked at, the seed first, at least one expert among them
     * @throws BadInputException if a stage up to the seed model has not finished, or a model has no batches to measure
     */
    public NegativesReport measure(List<TrainJob> jobs, TrainData data, TrainSettings settings, NegativesOptions options)
            throws IOException {
        requireDone(run.embeddings(), "the embeddings are not finished: run the embed stage");
        requireDone(run.seed(), "the seed model is not done: train it first (option only seed)");
        int count = options.batches(SampleIndex.open(run.index()).rows(), settings.batchSize() * (long) jobs.size());
        SortedMap<Long, Pair> pool = new TreeMap<>();
        List<DrawnBatches> drawn = new ArrayList<>();
        try (Progress.Bar bar = progress.start("draw batches", jobs.size(), "models")) {
            for (TrainJob job : jobs) {
                drawn.add(DrawnBatches.of(data, job, settings, count, pool));
                bar.advance(1);
            }
        }
        PairFeatures features = new FeatureReader(run, clips, progress).read(List.copyOf(pool.values()));
        long[] rows = pool.keySet().stream().mapToLong(Long::longValue).toArray();
        List<MeasuredBatches> measured = figures(drawn, rows, new LikelyFalse(features, options.threshold()));
        List<MeasuredBatches> experts = measured.stream().filter(kind -> kind.job().samples() instanceof ExpertShare).toList();
        int undecodable = (int) IntStream.range(0, rows.length).filter(pair -> !features.isWhole(pair)).count();
        return new NegativesReport(settings.batchSize(), count, options.threshold(), features.logitScale(), rows.length, undecodable,
                measured.stream().map(MeasuredBatches::summary).toList(), MeasuredBatches.meanOf(experts));
    }

    private static void requireDone(Path folder, String otherwise) throws BadInputException {
        if (!Files.exists(folder.resolve(Manifest.NAME))) {
            throw new BadInputException(folder + ": " + otherwise);
        }
    }

    private List<MeasuredBatches> figures(List<DrawnBatches> drawn, long[] rows, LikelyFalse likely) throws IOException {
        List<MeasuredBatches> measured = new ArrayList<>();
        try (Progress.Bar bar = progress.start("measure", drawn.stream().mapToLong(kind -> kind.batches().size()).sum(), "batches")) {
            for (DrawnBatches kind : drawn) {
                List<int[]> whole = kind.batches()
                        .stream()
                        .map(batch -> whole(batch, rows, likely.features()))
                        .filter(batch -> batch.length > 1)
                        .toList();
                List<Map<Figure, Double>> values = new ArrayList<>(Collections.nCopies(whole.size(), Map.of()));
                new Workers(threads).each(whole.size(), b -> {
                    values.set(b, BatchFigures.of(whole.get(b), likely));
                    bar.advance(1);
                });
                measured.add(MeasuredBatches.of(kind, values));
            }
        }
        return measured;
    }

    /** The numbers of those pairs whose pictures can be decoded. */
    private static int[] whole(long[] batch, long[] rows, PairFeatures features) {
        return LongStream.of(batch).mapToInt(row -> Arrays.binarySearch(rows, row)).filter(features::isWhole).toArray();
    }
}
