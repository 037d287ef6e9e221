package io.mode4j.bench;

import io.mode4j.format.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** FAISS' HNSW in a process of its own; a question at a time, by one thread. */
final class FaissVectors implements VectorPeer {
    private final Peer peer;
    private final Path found;
    private double seconds;

    FaissVectors(Options options, Path vectors, Path queries, Path found) throws IOException {
        this.found = found;
        this.peer = new Peer("FAISS HNSW", options.peers(), options.threads(), "search.py", vectors.toString(), queries.toString(),
                found.toString());
    }

    @Override
    public String name() {
        return peer.name();
    }

    @Override
    public double build() throws IOException {
        return Double.parseDouble(peer.ask("build"));
    }

    @Override
    public int[][] search(int k, int effort) throws IOException {
        seconds = Double.parseDouble(peer.ask("search %d %d".formatted(k, effort)));
        int[] all = Npy.readInts(found);
        int[][] rows = new int[all.length / k][];
        Arrays.setAll(rows, q -> Arrays.copyOfRange(all, q * k, (q + 1) * k));
        return rows;
    }

    @Override
    public double seconds() {
        return seconds;
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
