package io.mode4j.negatives;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.clip.ClipSource;
import io.mode4j.clip.LinearClipEngine;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.cluster.AssignStage;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.image.Augmentation;
import io.mode4j.progress.Progress;
import io.mode4j.ranks.Ranks;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.tar.ShardWriter;
import io.mode4j.train.CaptionUse;
import io.mode4j.train.FalseNegatives;
import io.mode4j.train.Portion;
import io.mode4j.train.SampleChoice.ExpertShare;
import io.mode4j.train.Schedule;
import io.mode4j.train.TrainData;
import io.mode4j.train.TrainFixture;
import io.mode4j.train.TrainJob;
import io.mode4j.train.TrainSettings;
import io.mode4j.train.TrainStage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/**
 * A run up to its seed model, of {@value #PAIRS} pairs in two shards. The first are nothing to each other; of the last some are planted copies: 16 has the caption of 0, 17 an
 * embedding at 0.95 to that of 1, 18 one at 0.85 to that of 2, 19 the picture of 3 encoded again, 20 both of the last two of 4, at 0.95.
 */
final class PlantedRun {
    static final int PAIRS = 24;
    private static final int A_SHARD = 12;
    private static final FileLayer FILES = new FileLayer();

    private final Path folder;
    private final RunDirectory run;

    private PlantedRun(Path folder) {
        this.folder = folder;
        this.run = new RunDirectory(folder.resolve("run"));
    }

    /** Makes one; {@code broken} is a pair whose picture cannot be decoded, or -1. */
    static PlantedRun make(Path folder, int broken) throws IOException {
        PlantedRun made = new PlantedRun(folder);
        made.shards(broken);
        made.embeddings();
        new ClusterStage(FILES, Progress.silent(), ClusterOptions.of(2, 1)).run(made.run.embeddings(), made.run.clusters());
        new AssignStage(FILES, Progress.silent(), 2).run(made.run.embeddings(), made.run.clusters(), made.run.assignments());
        var _ = new TrainStage(FILES, Progress.silent(), new LinearClipEngine(), TrainFixture.LETTERS, TrainFixture.IMAGES, made.data(),
                settings(4, 5), Ranks.alone()).run(made.jobs().getFirst(), made.run.seed());
        return made;
    }

    RunDirectory run() {
        return run;
    }

    /** Measured by so many threads. */
    NegativesReport measured(int batchSize, long seed, int threads, NegativesOptions options) throws IOException {
        ClipSource clips = ClipSource.of(new LinearClipEngine(), TrainFixture.LETTERS, TrainFixture.IMAGES);
        return new Negatives(run, clips, Progress.silent(), threads).measure(jobs(), data(), settings(batchSize, seed), options);
    }

    private TrainData data() {
        return TrainData.clustered(run.index(), TrainFixture.FIRST, run.clusters(), run.assignments());
    }

    private List<TrainJob> jobs() {
        return List.of(TrainJob.seed(TrainFixture.MODEL, Portion.of(0, 40)), expert(0), expert(1));
    }

    private TrainJob expert(int number) {
        return TrainJob.continuing(run.seed(), "expert-" + number, new ExpertShare(number, 0, 5), Portion.of(40, 48));
    }

    private static TrainSettings settings(int batchSize, long seed) {
        return new TrainSettings(batchSize, OptimizerConfig.of(1e-2, 0.1), new Schedule(Schedule.Decay.COSINE, 4, 48), Augmentation.none(),
                CaptionUse.ANY, 0, FalseNegatives.KEPT, seed, TrainSettings.Loading.withWorkers(2));
    }

    private void shards(int broken) throws IOException {
        for (int shard = 0; shard < PAIRS / A_SHARD; shard++) {
            int first = shard * A_SHARD;
            ShardWriter.write(FILES, folder.resolve("shards/0000" + shard + ".tar"), tar -> {
                for (int pair = first; pair < first + A_SHARD; pair++) {
                    byte[] nothing = "no picture".getBytes(StandardCharsets.UTF_8);
                    String caption = "cap" + (pair == 16 ? 0 : pair);
                    tar.add("%05d".formatted(pair), "png", pair == broken ? nothing : picture(pair));
                    tar.add("%05d".formatted(pair), "txt", caption.getBytes(StandardCharsets.UTF_8));
                }
            });
        }
        new IndexStage(FILES, Progress.silent(), new IndexOptions(0.5, 1)).run(ShardSet.of(List.of(folder.resolve("shards").toString())),
                run.index());
    }

    private static byte[] picture(int pair) throws IOException {
        return switch (pair) {
            case 19 -> encoded(3, "jpg");
            case 20 -> encoded(4, "jpg");
            default -> encoded(pair, "png");
        };
    }

    /** Squares of 8 pixels in soft colours. */
    private static byte[] encoded(int number, String format) throws IOException {
        Random random = new Random(number);
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        for (int square = 0; square < 64; square++) {
            graphics.setColor(new Color(80 + random.nextInt(80), 80 + random.nextInt(80), 80 + random.nextInt(80)));
            graphics.fillRect(square % 8 * 8, square / 8 * 8, 8, 8);
        }
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    private void embeddings() throws IOException {
        try (StageFolder stage = StageFolder.of(FILES, run.embeddings(), new Recipe("embed", 1, new TreeMap<>(), new TreeMap<>()))) {
            boolean _ = stage.begin();
            for (int shard = 0; shard < PAIRS / A_SHARD; shard++) {
                int first = shard * A_SHARD;
                Npy.writeMatrix(FILES, run.embeddings().resolve("0000" + shard + ".npy"), Dtype.FLOAT32, A_SHARD, PAIRS,
                        (row, into) -> embedding(first + (int) row, into));
            }
            var _ = stage.finish(Map.of());
        }
    }

    /** Each its own axis; copies lie between that and the other's. */
    private static void embedding(int pair, float[] into) {
        Arrays.fill(into, 0);
        double cosine = switch (pair) {
            case 17, 20 -> 0.95;
            case 18 -> 0.85;
            default -> 0;
        };
        into[pair] = (float) Math.sqrt(1 - cosine * cosine);
        if (cosine > 0) {
            into[pair - 16] = (float) cosine;
        }
    }
}
