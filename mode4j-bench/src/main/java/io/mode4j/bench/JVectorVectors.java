package io.mode4j.bench;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JVector's graph over vectors of float32 in memory. */
final class JVectorVectors implements VectorPeer {
    private static final int NEIGHBOURS = 32;
    private static final int BEAM = 100;
    private static final float OVERFLOW = 1.2f;
    private static final float ALPHA = 1.2f;

    private final ListRandomAccessVectorValues vectors;
    private final List<VectorFloat<?>> queries;
    private @Nullable ImmutableGraphIndex graph;
    private double seconds;

    JVectorVectors(float[][] vectors, float[][] queries) {
        this.vectors = new ListRandomAccessVectorValues(own(vectors), vectors[0].length);
        this.queries = own(queries);
    }

    private static List<VectorFloat<?>> own(float[][] rows) {
        return Arrays.stream(rows)
                .<VectorFloat<?>>map(row -> VectorizationProvider.getInstance().getVectorTypeSupport().createFloatVector(row))
                .toList();
    }

    @Override
    public String name() {
        return "JVector";
    }

    @Override
    public double build() throws IOException {
        long began = System.nanoTime();
        try (GraphIndexBuilder builder = GraphIndexBuilder.builder(vectors, VectorSimilarityFunction.DOT_PRODUCT, NEIGHBOURS)
                .withBeamWidth(BEAM)
                .withNeighborOverflow(OVERFLOW)
                .withAlpha(ALPHA)
                .build()) {
            graph = builder.build(vectors);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    @Override
    public int[][] search(int k, int effort) throws IOException {
        ImmutableGraphIndex built = graph;
        if (built == null) {
            throw new IllegalStateException("build first");
        }
        int[][] found = new int[queries.size()][];
        long began = System.nanoTime();
        try (GraphSearcher searcher = new GraphSearcher(built)) {
            for (int q = 0; q < found.length; q++) {
                DefaultSearchScoreProvider scores = DefaultSearchScoreProvider.exact(queries.get(q), VectorSimilarityFunction.DOT_PRODUCT,
                        vectors);
                SearchResult result = searcher.search(scores, k, Math.max(k, effort), 0, 0, Bits.ALL);
                found[q] = Arrays.stream(result.getNodes()).mapToInt(node -> node.node).toArray();
            }
        }
        seconds = (System.nanoTime() - began) / 1e9;
        return found;
    }

    @Override
    public double seconds() {
        return seconds;
    }

    @Override
    public void close() throws IOException {
        if (graph != null) {
            graph.close();
        }
    }
}
