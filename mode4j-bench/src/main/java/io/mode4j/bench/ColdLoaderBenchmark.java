package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code loader-cold}: pairs a second from shards that the system holds nothing of in memory, an epoch a run, shuffled in windows and shuffled together; and how much was asked of the disks at once. Linux
 * only, with GNU's dd.
 */
final class ColdLoaderBenchmark {
    /** How many pairs a shard has where no option says: about a gigabyte. */
    static final int PAIRS = 16_000;

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final int SHARDS = 4;
    private static final int WINDOW = 2;
    private static final int DISKS_READS = 3; // columns of /proc/diskstats
    private static final int DISKS_SECTORS = 5;
    private static final int SECTOR = 512;

    private ColdLoaderBenchmark() {}

    /** What was asked of all disks so far. */
    private record Disks(long reads, long bytes) {
        static Disks now() throws IOException {
            long reads = 0;
            long sectors = 0;
            for (String line : Files.readAllLines(Path.of("/proc/diskstats"))) {
                List<String> columns = SPACES.splitAsStream(line.strip()).toList();
                reads += Long.parseLong(columns.get(DISKS_READS));
                sectors += Long.parseLong(columns.get(DISKS_SECTORS));
            }
            return new Disks(reads, sectors * SECTOR);
        }

        double kibibytesARead(Disks since) {
            return (bytes - since.bytes) / 1024.0 / Math.max(1, reads - since.reads);
        }
    }

    static void run(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        List<Path> shards = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            shards.add(LoaderBenchmark.writeShard(work.resolve("shards/%05d.tar".formatted(shard)), options.items(), shard));
        }
        Path index = work.resolve("index");
        new IndexStage(new FileLayer(), Progress.silent(), new IndexOptions(0, options.threads()))
                .run(ShardSet.of(shards.stream().map(Path::toString).toList()), index);
        int pairs = options.items() * SHARDS;
        out.printf("# %d shards of %d MiB%n", SHARDS, Files.size(shards.getFirst()) >> 20);
        List<Contestant> orders = List.of(new LoaderBenchmark.Loading("mode4j, in windows", index, WINDOW, pairs, options.threads()),
                new LoaderBenchmark.Loading("mode4j, all shuffled together", index, 0, pairs, options.threads()));
        List<List<Double>> rates = List.of(new ArrayList<>(), new ArrayList<>());
        List<List<Double>> sizes = List.of(new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round < options.rounds(); round++) {
            for (int c = 0; c < orders.size(); c++) {
                forget(shards);
                Disks before = Disks.now();
                rates.get(c).add(pairs / orders.get(c).run());
                sizes.get(c).add(Disks.now().kibibytesARead(before));
            }
        }
        out.println(Measurement.HEADER);
        List<Measurement> measured = new ArrayList<>();
        for (int c = 0; c < orders.size(); c++) {
            measured.add(new Measurement("loader-cold", orders.get(c).name(), "pairs/s", rates.get(c)));
            out.println(measured.getLast().line());
            out.println(new Measurement("loader-cold", orders.get(c).name(), "KiB a read", sizes.get(c)).line());
        }
        out.println(measured.getFirst().over(measured.getLast()).line());
    }

    /** Has the system forget what it holds of files. */
    private static void forget(List<Path> files) throws IOException, InterruptedException {
        for (Path file : files) {
            int status = new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0", "status=none").inheritIO().start().waitFor();
            if (status != 0) {
                throw new IOException("dd ended with status " + status);
            }
        }
    }
}
