package io.mode4j.bench;

import io.mode4j.progress.ProcessUse;
import io.mode4j.train.Draw;
import io.mode4j.train.Pair;
import io.mode4j.train.SampleOrder;
import io.mode4j.train.ShardPairs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code order}: what it takes to say in which order pairs are seen, of all pairs shuffled together and of windows of shards, as the pairs become ten and a hundred times as many: pairs a second, the
 * heap that is held, and the most memory that was resident, in a JVM of its own each. Then how far apart the shards of neighbours are. The pairs lie nowhere: no picture and no
 * index is read. Linux only, see {@link ProcessUse}.
 */
final class OrderBenchmark {
    static final int PAIRS = 100_000; // of the smallest
    private static final int PER_SHARD = 5_000;
    private static final int MOST_DRAWN = 1_000_000;
    private static final int WINDOW = 16;
    private static final int[] WINDOWS = {1, 2, 4, 8, 16, 32, 64};
    private static final String HEAP = "-Xmx1g";

    private OrderBenchmark() {}

    /** Pairs with captions of some forty letters, made when they are asked for. */
    private record Synthetic(int shards) implements ShardPairs {
        @Override
        public int pairs(int shard) {
            return PER_SHARD;
        }

        @Override
        public List<Pair> read(int shard) {
            List<Pair> pairs = new ArrayList<>(PER_SHARD);
            for (int i = 0; i < PER_SHARD; i++) {
                long row = (long) shard * PER_SHARD + i;
                pairs.add(new Pair(row, shard, 50_000L * i, 50_000, List.of("a caption of a pair, the one of row " + row)));
            }
            return pairs;
        }
    }

    static void run(Options options, PrintStream out) throws IOException, InterruptedException {
        out.println(Measurement.HEADER);
        for (int window : new int[]{0, WINDOW}) {
            for (long pairs = options.items(); pairs <= 100L * options.items(); pairs *= 10) {
                fork(window, (int) (pairs / PER_SHARD));
            }
        }
        Synthetic pairs = new Synthetic(100 * options.items() / PER_SHARD / 10);
        double full = neighbours(pairs, 0);
        for (int window : WINDOWS) {
            out.println(new Measurement("order", "neighbours, window " + window, "of a full shuffle's distance",
                    List.of(neighbours(pairs, window) / full)).line());
        }
    }

    /** Of pairs drawn one after another, how far their shards are apart, in shards. */
    private static double neighbours(ShardPairs pairs, int window) throws IOException {
        try (SampleOrder order = SampleOrder.of(pairs, window, 1, _ -> {})) {
            double distance = 0;
            int before = order.draw(0).pair().shard();
            for (long position = 1; position < order.samples(); position++) {
                int shard = order.draw(position).pair().shard();
                distance += Math.abs(shard - before);
                before = shard;
            }
            return distance / (order.samples() - 1);
        }
    }

    private static void fork(int window, int shards) throws IOException, InterruptedException {
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), OrderBenchmark.class.getName(),
                Integer.toString(window), Integer.toString(shards));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException("the order of " + shards + " shards ended with status " + status);
        }
    }

    /** Opens an order and draws from it; arguments: window, shards. */
    static void main(String[] arguments) throws IOException {
        int window = Integer.parseInt(arguments[0]);
        Synthetic pairs = new Synthetic(Integer.parseInt(arguments[1]));
        String what = (window == 0 ? "all together, " : "windows of " + window + ", ") + pairs.pairs() + " pairs";
        long opened = System.nanoTime();
        try (SampleOrder order = SampleOrder.of(pairs, window, 1, _ -> {})) {
            Draw first = order.draw(0);
            double opening = (System.nanoTime() - opened) / 1e9;
            long drawing = System.nanoTime();
            long letters = first.pair().captions().getFirst().length();
            long drawn = Math.min(order.samples(), MOST_DRAWN);
            for (long position = 1; position < drawn; position++) {
                letters += order.draw(position).pair().captions().getFirst().length();
            }
            double seconds = (System.nanoTime() - drawing) / 1e9;
            System.gc();
            double heap = (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1048576.0;
            print(what, "s until the first pair", opening);
            print(what, "pairs/s", drawn / seconds);
            print(what, "MiB of heap held", heap);
            print(what, "peak resident MiB", ProcessUse.own().orElseThrow().peak() / 1048576.0);
            if (letters < drawn) {
                throw new IllegalStateException("captions were lost");
            }
        }
    }

    private static void print(String what, String unit, double value) {
        System.out.println(new Measurement("order", what, unit, List.of(value)).line());
    }
}
