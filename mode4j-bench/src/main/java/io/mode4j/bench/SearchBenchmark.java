package io.mode4j.bench;

import io.mode4j.format.Dtype;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code search}: an index of unit vectors, spread as embeddings are, by mode4j (Lucene, on disk), by FAISS' HNSW and by JVector (both in memory): seconds to build, questions a second by one thread, and
 * how many of the ten nearest are found, at several efforts. All graphs have 16 neighbours (32 on the lowest level) and were built at an effort of 100.
 */
final class SearchBenchmark {
    static final int PICTURES = 20_000;

    private static final int QUERIES = 500;
    private static final int K = 10;
    private static final int[] EFFORTS = {20, 50, 100, 200, 400, 800};

    private SearchBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException {
        int dim = options.dim();
        float[] all = DataSet.EMBEDDINGS.make(options.items() + QUERIES, dim, options.threads());
        float[][] vectors = rows(all, 0, options.items(), dim);
        float[][] queries = rows(all, options.items(), options.items() + QUERIES, dim);
        int[][] right = Neighbours.nearest(vectors, queries, K);
        Path file = DataSet.write(work.resolve("vectors.npy"), Dtype.FLOAT32, Arrays.copyOf(all, options.items() * dim), dim);
        Path asked = DataSet.write(work.resolve("queries.npy"), Dtype.FLOAT32, Arrays.copyOfRange(all, options.items() * dim, all.length),
                dim);
        out.println(Measurement.HEADER);
        try (VectorPeer ours = new LuceneVectors(work.resolve("index"), vectors, queries)) {
            measure(ours, right, options, out);
        }
        try (VectorPeer faiss = new FaissVectors(options, file, asked, work.resolve("found.npy"))) {
            measure(faiss, right, options, out);
        }
        try (VectorPeer jvector = new JVectorVectors(vectors, queries)) {
            measure(jvector, right, options, out);
        }
    }

    private static float[][] rows(float[] all, int from, int to, int dim) {
        return IntStream.range(from, to).mapToObj(i -> Arrays.copyOfRange(all, i * dim, (i + 1) * dim)).toArray(float[][]::new);
    }

    private static void measure(VectorPeer peer, int[][] right, Options options, PrintStream out) throws IOException {
        String benchmark = "search %,d x %d".formatted(options.items(), options.dim());
        out.println(new Measurement(benchmark, peer.name(), "s to build", List.of(peer.build())).line());
        for (int effort : EFFORTS) {
            List<Double> rates = new ArrayList<>();
            double recall = 0;
            for (int round = -1; round < options.rounds(); round++) {
                recall = Neighbours.recall(peer.search(K, effort), right);
                if (round >= 0) {
                    rates.add(right.length / peer.seconds());
                }
            }
            String what = "%s, effort %d".formatted(peer.name(), effort);
            out.println(new Measurement(benchmark, what, "queries/s", rates).line());
            out.println(new Measurement(benchmark, what, "recall@10", List.of(recall)).line());
        }
    }
}
