package io.mode4j.springai;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.onnx.OnnxEncoder;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A run of two experts that have learnt nothing, with the engines that a real one has: enough to be opened and asked. */
final class SmallRun {
    static final int DIM = 8;

    private static final FileLayer FILES = new FileLayer();
    private static final ClipConfig MODEL = ClipConfig.of(DIM, new ClipConfig.Vision(32, 16, 64, 1, 32, 4),
            new ClipConfig.Text(8, 49_408, 64, 1, 2), true);

    private SmallRun() {}

    static void write(Path root) throws IOException {
        RunDirectory run = new RunDirectory(root);
        TorchClipEngine engine = TorchClipEngine.open(TorchOptions.defaults().withPrecision("fp32"));
        try (SentenceEncoder sentences = OnnxEncoder.bundled(1)) {
            StageFolder clusters = begin("cluster", run.clusters());
            clusters.finish(Map.of("encoder", Map.of("kind", sentences.kind(), "identity", sentences.identity(), "place", "")));
            float[][] centers = sentences.encode(List.of("a red boat", "a cat asleep"));
            for (int e = 0; e < 2; e++) {
                expert(engine, run.experts().resolve("expert-" + e), e, centers[e], sentences.identity());
            }
        }
    }

    private static void expert(TorchClipEngine engine, Path folder, int seed, float[] center, String encoder) throws IOException {
        StageFolder stage = begin("train", folder);
        try (ClipTrainer trainer = engine.create(MODEL, OptimizerConfig.of(1e-3, 0.1), seed)) {
            trainer.save(FILES, folder, false);
        }
        Centers one = new Centers(1, center.length, Arrays.copyOf(center, center.length));
        new ExpertClusters(one, one, Distance.EUCLIDEAN, 10, center.length, encoder, "").write(FILES, folder);
        stage.finish(Map.of());
    }

    private static StageFolder begin(String stage, Path folder) throws IOException {
        StageFolder begun = StageFolder.of(FILES, folder, new Recipe(stage, 1, new TreeMap<>(), new TreeMap<>()));
        begun.begin();
        return begun;
    }
}
