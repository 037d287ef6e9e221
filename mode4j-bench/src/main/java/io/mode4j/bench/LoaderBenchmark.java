package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.image.Augmentation;
import io.mode4j.image.Images;
import io.mode4j.opencv.OpenCvDecoder;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.tar.ShardWriter;
import io.mode4j.text.ClipTokenizer;
import io.mode4j.text.Tokenizer;
import io.mode4j.train.TrainBatches;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code loader}: pairs a second from tar shards to shuffled, cropped, tokenised batches, an epoch a run, by mode4j and by open_clip's webdataset loader, on both sides with a
 * worker a core. One contestant shuffles in windows; one also indexes the shards in its time, which a user does once.
 */
final class LoaderBenchmark {
    /** How many pairs a shard has where no option says. */
    static final int PAIRS = 1_000;

    static final int DRAWN = 500; // pictures of a shard; more pairs than that have some of them again
    private static final int SIZE = 224;
    private static final int CONTEXT = 77;
    static final int BATCH = 64;
    private static final int WINDOW = 16;
    private static final long SEED = 1;

    private LoaderBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException {
        int perShard = options.items() / BATCH * BATCH; // whole batches, so that both sides see every pair once
        List<String> shards = new ArrayList<>();
        for (int shard = 0; shard < options.threads(); shard++) {
            shards.add(writeShard(work.resolve("shards/%05d.tar".formatted(shard)), perShard, shard).toString());
        }
        int pairs = perShard * options.threads();
        Path index = work.resolve("index");
        new IndexStage(new FileLayer(), Progress.silent(), new IndexOptions(0, options.threads())).run(ShardSet.of(shards), index);
        List<String> arguments = new ArrayList<>(List.of("loader.py", Integer.toString(options.threads()), Integer.toString(SIZE),
                Integer.toString(BATCH), Integer.toString(pairs)));
        arguments.addAll(shards);
        try (Peer peer = new Peer("open_clip (webdataset)", options.peers(), 1, arguments.toArray(String[]::new))) {
            Loading loading = new Loading("mode4j", index, 0, pairs, options.threads());
            Rounds.run("loader", options.rounds(), pairs, "pairs",
                    List.of(loading, peer, new Loading("mode4j, in windows", index, WINDOW, pairs, options.threads()),
                            new IndexAndLoading(ShardSet.of(shards), work.resolve("index again"), loading)),
                    out);
        }
    }

    static Path writeShard(Path file, int pairs, int shard) throws IOException {
        List<String> captions = SyntheticCaptions.of(pairs, SEED + shard);
        List<byte[]> pictures = Photographs.of(Math.min(pairs, DRAWN), SEED + shard);
        ShardWriter.write(new FileLayer(), file, tar -> {
            for (int i = 0; i < pairs; i++) {
                String key = "%03d%06d".formatted(shard, i);
                tar.add(key, "jpg", pictures.get(i % pictures.size()));
                tar.add(key, "txt", captions.get(i).getBytes(StandardCharsets.UTF_8));
            }
        });
        return file;
    }

    record Loading(String name, Path index, int window, int pairs, int workers) implements Contestant {
        private static final Tokenizer TOKENIZER = new ClipTokenizer();
        private static final Images IMAGES = new Images(new OpenCvDecoder());

        @Override
        public double run() throws IOException {
            long start = System.nanoTime();
            epoch(index);
            return (System.nanoTime() - start) / 1e9;
        }

        void epoch(Path from) throws IOException {
            Augmentation crop = new Augmentation(Augmentation.usualCropArea(SIZE), 0, 0);
            try (TrainBatches batches = TrainBatches.open(from, TOKENIZER, IMAGES, crop, SIZE, CONTEXT, window, BATCH, workers, SEED)) {
                for (int seen = 0; seen < pairs; seen += BATCH) {
                    batches.next();
                }
            }
        }
    }

    private record IndexAndLoading(ShardSet shards, Path folder, Loading loading) implements Contestant {
        @Override
        public String name() {
            return "mode4j, indexing included";
        }

        @Override
        public double run() throws IOException {
            FileLayer files = new FileLayer();
            long start = System.nanoTime();
            new IndexStage(files, Progress.silent(), new IndexOptions(0, loading.workers())).run(shards, folder);
            loading.epoch(folder);
            double seconds = (System.nanoTime() - start) / 1e9;
            files.deleteTree(folder);
            return seconds;
        }
    }
}
