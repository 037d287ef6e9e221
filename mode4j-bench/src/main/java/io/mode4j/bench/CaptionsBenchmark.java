package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RandomStream;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.tar.ShardWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * {@code captions}: samples a second from tar shards to an index, by {@link IndexStage} and by Python's {@code tarfile} in two ways, both
 * sides with a worker a core.
 */
final class CaptionsBenchmark {
    /** How many a shard has where no option says: what img2dataset puts into one. */
    static final int SAMPLES = 10_000;

    private static final int SAMPLES_PER_CORE = 40_000; // a run costs 0.3 s whatever it reads, and a data set has many shards
    private static final long SEED = 1;
    private static final int LEAST_IMAGE = 2_000;
    private static final int MOST_IMAGE = 8_000;

    private CaptionsBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException {
        List<String> shards = new ArrayList<>();
        int shardsPerCore = Math.ceilDiv(SAMPLES_PER_CORE, options.items());
        for (int shard = 0; shard < shardsPerCore * options.threads(); shard++) {
            shards.add(writeShard(work.resolve("shards/%05d.tar".formatted(shard)), options.items(), shard).toString());
        }
        long samples = (long) options.items() * shards.size();
        try (Peer reference = peer("tarfile as in the reference", "reference", options, work, shards);
                Peer onePass = peer("tarfile in one pass", "onepass", options, work, shards)) {
            Rounds.run("captions", options.rounds(), samples, "samples",
                    List.of(new Index(ShardSet.of(shards), work.resolve("index"), options.threads()), reference, onePass), out);
        }
    }

    private static Peer peer(String name, String way, Options options, Path work, List<String> shards) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("captions.py", way, Integer.toString(options.threads()),
                Files.createDirectory(work.resolve(way)).toString()));
        arguments.addAll(shards);
        return new Peer(name, options.peers(), options.threads(), arguments.toArray(String[]::new));
    }

    /** Pairs {@code key.jpg}, {@code key.json}; an image is noise of the size of a small one, for nobody decodes it here. */
    private static Path writeShard(Path file, int samples, int shard) throws IOException {
        List<String> captions = SyntheticCaptions.of(samples, SEED + shard);
        RandomGenerator random = RandomStream.of(SEED, "benchmark images", shard);
        ShardWriter.write(new FileLayer(), file, tar -> {
            for (int i = 0; i < samples; i++) {
                String key = "%03d%06d".formatted(shard, i);
                byte[] image = new byte[random.nextInt(LEAST_IMAGE, MOST_IMAGE)];
                random.nextBytes(image);
                tar.add(key, "jpg", image);
                tar.add(key, "json", "{\"texts\": [\"%s\"], \"width\": 64}".formatted(captions.get(i)).getBytes(StandardCharsets.UTF_8));
            }
        });
        return file;
    }

    private record Index(ShardSet shards, Path folder, int workers) implements Contestant {
        @Override
        public String name() {
            return "mode4j";
        }

        @Override
        public double run() throws IOException {
            FileLayer files = new FileLayer();
            long start = System.nanoTime();
            new IndexStage(files, Progress.silent(), new IndexOptions(0, workers)).run(shards, folder);
            double seconds = (System.nanoTime() - start) / 1e9;
            files.deleteTree(folder);
            return seconds;
        }
    }
}
