package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs one benchmark; results go to standard output as tab-separated lines. */
public final class Main {
    private static final String USAGE = "usage: mode4j-bench/run embed|captions|images|loader|loader-cold|sources|order|train|train-ranks|train-parallel|chunks|loss|features|parity|balanced|piles|kmeans|assign|stage|memory|growth|probe|evaluate|evaluate-models|evaluate-memory|evaluation-parity|scale|trace|search|serve|knn "
            + Options.USAGE;

    private Main() {}

    /**
     * Runs the benchmark that the first argument names; exits with 2 when the arguments are wrong.
     *
     * @throws IOException if a file or a peer fails
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try {
            run(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void run(String[] arguments) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("mode4j-bench");
        try {
            switch (arguments.length == 0 ? "" : arguments[0]) {
                case "embed" -> EmbedBenchmark.run(Options.parse(arguments, EmbedBenchmark.CAPTIONS), work, System.out);
                case "captions" -> CaptionsBenchmark.run(Options.parse(arguments, CaptionsBenchmark.SAMPLES), work, System.out);
                case "images" -> ImagesBenchmark.run(Options.parse(arguments, ImagesBenchmark.PICTURES), work, System.out);
                case "loader" -> LoaderBenchmark.run(Options.parse(arguments, LoaderBenchmark.PAIRS), work, System.out);
                case "loader-cold" ->
                    ColdLoaderBenchmark.run(Options.parse(arguments, ColdLoaderBenchmark.PAIRS), work, System.out);
                case "sources" -> SourcesBenchmark.run(Options.parse(arguments, LoaderBenchmark.PAIRS), work, System.out);
                case "order" -> OrderBenchmark.run(Options.parse(arguments, OrderBenchmark.PAIRS), System.out);
                case "train" -> TrainBenchmark.run(Options.parse(arguments, TrainBenchmark.PAIRS, TrainBenchmark.BATCH), work, System.out);
                case "train-ranks" ->
                    RanksBenchmark.run(Options.parse(arguments, TrainBenchmark.PAIRS, TrainBenchmark.BATCH), work, System.out);
                case "train-parallel" ->
                    ParallelBenchmark.run(Options.parse(arguments, ParallelBenchmark.SAMPLES), work, System.out);
                case "chunks" ->
                    ChunksBenchmark.run(Options.parse(arguments, ChunksBenchmark.PAIRS, ChunksBenchmark.AT_ONCE), work, System.out);
                case "loss" -> LossBenchmark.run(Options.parse(arguments, LossBenchmark.PAIRS), System.out);
                case "features" ->
                    FeaturesBenchmark.run(Options.parse(arguments, FeaturesBenchmark.ITEMS, FeaturesBenchmark.BATCH), work, System.out);
                case "parity" -> ParityCheck.run(Options.parse(arguments, ParityCheck.PAIRS), work, System.out);
                case "balanced" -> BalancedBenchmark.run(Options.parse(arguments, BalancedBenchmark.POINTS), work, System.out);
                case "piles" -> PilesBenchmark.run(Options.parse(arguments, PilesBenchmark.POINTS), System.out);
                case "kmeans" -> KMeansBenchmark.run(Options.parse(arguments, KMeansBenchmark.POINTS), work, System.out);
                case "assign" -> AssignBenchmark.search(Options.parse(arguments, AssignBenchmark.POINTS), work, System.out);
                case "stage" -> AssignBenchmark.stage(Options.parse(arguments, AssignBenchmark.POINTS), work, System.out);
                case "memory" -> MemoryBenchmark.run(Options.parse(arguments, MemoryBenchmark.POINTS), work, System.out);
                case "growth" -> GrowthBenchmark.run(Options.parse(arguments, GrowthBenchmark.POINTS), System.out);
                case "probe" -> ProbeBenchmark.run(Options.parse(arguments, ProbeBenchmark.ROWS), work, System.out);
                case "evaluate" -> EvaluateBenchmark.speed(Options.parse(arguments, EvaluateBenchmark.PICTURES), 1, work, System.out);
                case "evaluate-models" ->
                    EvaluateBenchmark.speed(Options.parse(arguments, EvaluateBenchmark.PICTURES), 4, work, System.out);
                case "evaluate-memory" -> EvaluateBenchmark.memory(Options.parse(arguments, EvaluateBenchmark.PICTURES), work, System.out);
                case "evaluation-parity" ->
                    EvaluationParity.run(Options.parse(arguments, EvaluationParity.PICTURES), work, System.out);
                case "scale" -> ScaleBenchmark.run(Options.parse(arguments, ScaleBenchmark.PAIRS), work, System.out);
                case "trace" -> TraceBenchmark.run(Options.parse(arguments, TraceBenchmark.PAIRS), work, System.out);
                case "serve" -> ServeBenchmark.run(Options.parse(arguments, ServeBenchmark.REQUESTS), work, System.out);
                case "knn" -> KnnBenchmark.run(Options.parse(arguments, KnnBenchmark.PICTURES), work, System.out);
                case "search" -> SearchBenchmark.run(Options.parse(arguments, SearchBenchmark.PICTURES), work, System.out);
                default -> throw new IllegalArgumentException(USAGE);
            }
        } finally {
            new FileLayer().deleteTree(work);
        }
    }
}
