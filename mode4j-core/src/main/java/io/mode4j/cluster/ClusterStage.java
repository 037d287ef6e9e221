package io.mode4j.cluster;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RandomStream;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cluster stage: balanced k-means on a sample of the embeddings gives m fine centres, balanced k-means on these gives n coarse clusters (paper,
 * section 3.1). Embeddings are read where they lie on disk. Not safe for use by several threads.
 */
public final class ClusterStage {
    private static final int VERSION = 1;

    private final FileLayer files;
    private final Progress progress;
    private final ClusterOptions options;

    /** A stage that writes through {@code files} and reports to {@code progress}. */
    public ClusterStage(FileLayer files, Progress progress, ClusterOptions options) {
        this.files = files;
        this.progress = progress;
        this.options = options;
    }

    /**
     * Clusters, or does nothing when that is done.
     *
     * @param embeddings a {@code .npy} file or a folder of them
     * @param folder receives fine.safetensors, coarse.safetensors and manifest.json
     * @throws BadInputException if there are no embeddings, or fewer rows than fine centres, or a row holds NaN
     */
    public Manifest run(Path embeddings, Path folder) throws IOException {
        EmbeddingFiles source = EmbeddingFiles.of(embeddings);
        Recipe recipe = new Recipe("cluster", VERSION, options.configuration(), new TreeMap<>(Map.of("embeddings", source.fingerprint())));
        StageFolder stage = StageFolder.of(files, folder, recipe);
        if (!stage.begin()) {
            return Manifest.read(folder);
        }
        try (EmbeddingFiles.Opened opened = source.open()) {
            return cluster(Points.of(opened.matrices()), folder, stage);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("cannot cluster the embeddings in " + embeddings + ": " + e.getMessage(), e);
        }
    }

    private Manifest cluster(Points all, Path folder, StageFolder stage) throws IOException {
        Points sample = sample(all);
        int m = options.fineFor(all.size());
        Fit fine = options.kind() == ClusterOptions.Kind.RANDOM ? randomSplit(sample) : fit("fine clusters", sample, m, options.balance());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("rows", all.size());
        summary.put("sample", sample.size());
        summary.put("fine", describe(fine));
        Clusters clusters = options.kind() == ClusterOptions.Kind.TWO_STEP ? twoSteps(fine, summary) : oneStep(fine);
        Map<String, String> metadata = new TreeMap<>(
                Map.of(AssignStage.KIND, options.kind().name(), AssignStage.SEED, Long.toString(options.seed())));
        clusters.write(files, folder, metadata);
        return stage.finish(summary);
    }

    private Points sample(Points all) {
        int count = options.sampleFor(all.size());
        return count == all.size() ? all
                : all.select(Sampling.choose(all.size(), count, RandomStream.of(options.seed(), "cluster sample")));
    }

    private Clusters twoSteps(Fit fine, Map<String, Object> summary) {
        // m centres are few: the coarse clusters are optimal for their centres
        Fit coarse = fit("coarse clusters", Points.of(fine.centers().values(), fine.centers().dim()), options.coarse(),
                new Balance(options.balance().slack(), 0));
        summary.put("coarse", describe(coarse));
        return new Clusters(fine.centers(), fine.sizes(), fine.meanDistances(), coarse.centers(), coarse.assignment(), options.distance());
    }

    private Clusters oneStep(Fit fit) {
        int[] same = new int[fit.centers().count()];
        Arrays.setAll(same, k -> k);
        return new Clusters(fit.centers(), fit.sizes(), fit.meanDistances(), fit.centers(), same, options.distance());
    }

    private Fit fit(String what, Points points, int clusters, Balance balance) {
        try (Progress.Bar bar = progress.start(what, (long) options.iterations() * options.restarts(), "iterations")) {
            return BalancedKMeans.fit(points, options.fit(clusters), balance, objective -> {
                bar.advance(1);
                bar.note("objective " + (float) (objective / points.size()) + " a point");
            });
        }
    }

    /** Clusters of equal size by chance; their centres are the means, all near the mean of everything. */
    private Fit randomSplit(Points sample) {
        int[] order = new int[sample.size()];
        Arrays.setAll(order, i -> i % options.coarse());
        RandomStream.shuffle(order, RandomStream.of(options.seed(), "random split"));
        Lloyd lloyd = new Lloyd(sample, options.fit(options.coarse()).withIterations(2), _ -> {});
        Centers nowhere = new Centers(options.coarse(), sample.dim(), new float[options.coarse() * sample.dim()]);
        return lloyd.run(nowhere, centers -> new Lloyd.Assigned(centers, order, Optional.empty()));
    }

    private static Map<String, Object> describe(Fit fit) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("clusters", fit.centers().count());
        facts.put("smallest", Arrays.stream(fit.sizes()).min().orElse(0));
        facts.put("largest", Arrays.stream(fit.sizes()).max().orElse(0));
        facts.put("inertia", fit.objective());
        facts.put("iterations", fit.iterations());
        fit.certificate().ifPresent(certificate -> facts.put("duality_gap", certificate.gap()));
        return facts;
    }
}
