package io.mode4j.bench;

import io.mode4j.search.Found;
import io.mode4j.search.IndexDescription;
import io.mode4j.search.NewPicture;
import io.mode4j.search.PictureIndex;
import io.mode4j.search.PictureIndexWriter;
import io.mode4j.search.PictureQuery;
import io.mode4j.search.SearchEffort;
import io.mode4j.search.TwoWays;
import io.mode4j.shard.source.PictureOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An index of mode4j. */
final class LuceneVectors implements VectorPeer {
    private static final int COMMIT = 10_000;

    private final Path folder;
    private final float[][] vectors;
    private final float[][] queries;
    private double seconds;

    LuceneVectors(Path folder, float[][] vectors, float[][] queries) {
        this.folder = folder;
        this.vectors = vectors;
        this.queries = queries;
    }

    @Override
    public String name() {
        return "mode4j";
    }

    @Override
    public double build() throws IOException {
        long began = System.nanoTime();
        IndexDescription of = new IndexDescription(IndexDescription.MODEL, "random", List.of("one"), vectors[0].length,
                TwoWays.of(folder.toString(), folder), new TreeMap<>());
        write(folder, of, vectors);
        return (System.nanoTime() - began) / 1e9;
    }

    /** An index of pictures whose numbers are the vectors' places, with a caption and an address each. */
    static void write(Path folder, IndexDescription of, float[][] vectors) throws IOException {
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder, of)) {
            for (int i = 0; i < vectors.length; i++) {
                String number = Integer.toString(i);
                writer.add(new NewPicture(number, List.of("picture " + number), 1, 1,
                        new LinkedHashMap<>(Map.of("url", "https://example.org/" + number)), "shard",
                        new PictureOrigin("shard.tar", new TreeMap<>(), 0, 1), number), vectors[i]);
                if (i % COMMIT == COMMIT - 1) {
                    writer.commit();
                }
            }
            writer.finish();
        }
    }

    @Override
    public int[][] search(int k, int effort) throws IOException {
        int[][] found = new int[queries.length][];
        try (PictureIndex index = PictureIndex.open(folder, SearchEffort.standard().withCandidates(effort))) {
            long began = System.nanoTime();
            for (int q = 0; q < found.length; q++) {
                List<Found> nearest = index.search(new PictureQuery(Optional.of(queries[q]), Optional.empty(), k, Optional.empty(), false));
                found[q] = nearest.stream().mapToInt(one -> (int) one.picture().id()).toArray();
            }
            seconds = (System.nanoTime() - began) / 1e9;
        }
        return found;
    }

    @Override
    public double seconds() {
        return seconds;
    }

    @Override
    public void close() {
        // every search opens the index, and closes it
    }
}
