package io.mode4j.train;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RandomStream;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.LinearClipEngine;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.cluster.AssignStage;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.image.Augmentation;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.text.Tokenizer;
import io.mode4j.train.TrainSettings.Loading;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** A small data set of real pictures in real shards, and the settings of a small training. */
public final class TrainFixture {

    public static final int SIZE = 8;
    static final int SHARDS = 3;
    public static final int ROWS = 14;
    private static final int SHARED = 5; // second captions, for all pairs
    public static final ClipConfig MODEL = ClipConfig.of(8, new ClipConfig.Vision(SIZE, 8, 16, 1, 16, 4),
            new ClipConfig.Text(10, 128, 16, 1, 1), false);
    public static final CaptionChoice FIRST = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);

    /** One token a letter: small, and enough to tell captions apart. */
    public static final Images IMAGES = new Images(PictureDecoder.plainJava());

    public static final Tokenizer LETTERS = new Tokenizer() {
        @Override
        public int vocabSize() {
            return 128;
        }

        @Override
        public int[] encode(String text, int contextLength) {
            int letters = Math.min(text.length(), contextLength - 2);
            int[] ids = new int[letters + 2];
            ids[0] = 1;
            for (int i = 0; i < letters; i++) {
                ids[i + 1] = text.charAt(i) & 0x7F;
            }
            ids[letters + 1] = 2;
            return ids;
        }

        @Override
        public String identity() {
            return "letters";
        }
    };

    private TrainFixture() {}

    /** An index of {@value #SHARDS} shards of {@value #ROWS} pairs; the rows in {@code broken} hold no picture. */
    public static Path index(Path folder, Set<Integer> broken) throws IOException {
        return index(folder, broken, SHARED, IndexOptions.defaults());
    }

    /** The same, each pair with captions of its own, so that some can be held out. */
    static Path indexOfDistinct(Path folder, IndexOptions options) throws IOException {
        return index(folder, Set.of(), SHARDS * ROWS, options);
    }

    private static Path index(Path folder, Set<Integer> broken, int others, IndexOptions options) throws IOException {
        Path shards = folder.resolveSibling(folder.getFileName() + "-shards");
        Files.createDirectories(shards);
        for (int shard = 0; shard < SHARDS; shard++) {
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(
                    Files.newOutputStream(shards.resolve("0000" + shard + ".tar")))) {
                for (int row = shard * ROWS; row < (shard + 1) * ROWS; row++) {
                    byte[] nothing = "no picture".getBytes(StandardCharsets.UTF_8);
                    put(tar, "%05d.png".formatted(row), broken.contains(row) ? nothing : picture(row));
                    String json = "{\"texts\": [\"cap%d\", \"other%d\"]}".formatted(row, row % others);
                    put(tar, "%05d.json".formatted(row), json.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        new IndexStage(new FileLayer(), Progress.silent(), options).run(ShardSet.of(List.of(shards.toString())), folder);
        return folder;
    }

    /** An index's pairs with embeddings drawn at random, in clusters for two experts; everything in a folder. */
    static TrainData clustered(Path index, Path folder) throws IOException {
        FileLayer files = new FileLayer();
        SampleIndex opened = SampleIndex.open(index);
        Path embeddings = folder.resolve("embeddings");
        for (int shard = 0; shard < opened.shards(); shard++) {
            RandomGenerator random = RandomStream.of(shard, "embeddings");
            Npy.writeMatrix(files, embeddings.resolve(opened.name(shard) + ".npy"), Dtype.FLOAT32, opened.rows(shard), 2, (_, into) -> {
                into[0] = (float) random.nextGaussian();
                into[1] = (float) random.nextGaussian();
            });
        }
        Path clusters = folder.resolve("clusters");
        Path assignments = folder.resolve("assignments");
        new ClusterStage(files, Progress.silent(), ClusterOptions.of(2, 1)).run(embeddings, clusters);
        new AssignStage(files, Progress.silent(), 2).run(embeddings, clusters, assignments);
        return TrainData.clustered(index, FIRST, clusters, assignments);
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    static byte[] picture(int row) throws IOException {
        RandomGenerator random = RandomStream.of(row, "picture");
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < SIZE * SIZE; i++) {
            image.setRGB(i % SIZE, i / SIZE, random.nextInt(0x1000000));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** Batches of 4, checkpoints every 3 steps. */
    static TrainSettings options(int workers) {
        return options(4, workers, null);
    }

    static TrainSettings options(int batchSize, int workers, @Nullable Span validationInterval) {
        return options(batchSize, workers, validationInterval, 0);
    }

    /** Batches of 4, checkpoints every 3 steps, windows of 2 shards. */
    static TrainSettings windowed(int workers) {
        return options(4, workers, null, 2);
    }

    private static TrainSettings options(int batchSize, int workers, @Nullable Span validationInterval, int window) {
        return new TrainSettings(batchSize, OptimizerConfig.of(1e-2, 0.1), new Schedule(Schedule.Decay.COSINE, 8, 80),
                new Augmentation(1, 1, 0.1), CaptionUse.ANY, window, FalseNegatives.KEPT, 5,
                new Loading(workers, 0.10, Duration.ofHours(1), 3, validationInterval,
                        Reporting.USUAL));
    }

    static TrainStage stage(FileLayer files, Path index, int workers) {
        return stage(files, new LinearClipEngine(), index, options(workers));
    }

    static TrainStage stage(FileLayer files, ClipEngine engine, Path index, TrainSettings options) {
        return stage(files, engine, LETTERS, index, options);
    }

    static TrainStage stage(FileLayer files, ClipEngine engine, Tokenizer tokenizer, Path index, TrainSettings options) {
        return new TrainStage(files, Progress.silent(), engine, tokenizer, IMAGES, TrainData.unclustered(index, FIRST), options,
                io.mode4j.ranks.Ranks.alone());
    }

    /** Its caption is "cap17" of pair 17. */
    static int number(ClipBatch batch, int pair) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < batch.length(); i++) {
            int letter = batch.tokens()[pair * batch.length() + i];
            if (Character.isDigit(letter)) {
                digits.append((char) letter);
            }
        }
        return Integer.parseInt(digits.toString());
    }
}
