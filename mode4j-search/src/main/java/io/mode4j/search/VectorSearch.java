package io.mode4j.search;

import io.mode4j.linalg.Vectors;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.VectorUtil;

/**
 * The pictures whose vectors have the largest inner products with another. Where there are few of them, in the index or after a condition, all are compared; else the graph proposes some by numbers of 8 bits. Either way the order is
 * that of the inner products of the vectors as they were. Not safe for use by several threads.
 */
final class VectorSearch {
    /** So many of the best that the graph proposes are compared as they were, and two for each that is wanted: by 8 bits the nearest are among them, and each vector may be a read from the disk. */
    private static final int COMPARED = 40;

    private final IndexSearcher searcher;
    private final IndexDescription of;
    private final SearchEffort effort;
    private final Map<Integer, FloatVectorValues> opened = new HashMap<>();

    VectorSearch(IndexSearcher searcher, IndexDescription of, SearchEffort effort) {
        this.searcher = searcher;
        this.of = of;
        this.effort = effort;
    }

    /** {@return the n best, or all there are} */
    TopDocs best(float[] vector, Optional<Query> filter, int n) throws IOException {
        float[] unit = unit(vector);
        int most = Math.clamp(n, 1, Math.max(1, searcher.getIndexReader().maxDoc()));
        long matching = filter.isPresent() ? searcher.count(filter.get()) : searcher.getIndexReader().numDocs();
        if (matching * of.dim() <= effort.exactNumbers() || 2L * most >= matching) {
            return searcher.search(filter.orElse(MatchAllDocsQuery.INSTANCE), new ExactSearch.Manager(unit, most));
        }
        int proposed = (int) Math.min(Math.max(effort.candidates(), 2L * most), matching);
        int compared = (int) Math.min(proposed, COMPARED + 2L * most);
        ScoreDoc[] hits = searcher.search(new KnnFloatVectorQuery(PictureFields.VECTOR, unit, proposed, filter.orElse(null)),
                compared).scoreDocs;
        for (ScoreDoc hit : hits) {
            hit.score = VectorUtil.dotProduct(unit, lent(hit.doc));
        }
        Arrays.sort(hits, Comparator.<ScoreDoc>comparingDouble(hit -> -hit.score).thenComparingInt(hit -> hit.doc));
        return ExactSearch.top(Arrays.copyOf(hits, Math.min(most, hits.length)));
    }

    private float[] unit(float[] vector) {
        float[] unit = vector.clone();
        Vectors.normalize(unit, 0, unit.length);
        if (vector.length != of.dim() || !(Math.abs(Vectors.squaredNorm(unit, 0, unit.length) - 1) < 1e-3)) {
            throw new IllegalArgumentException(
                    "expected a vector of %d numbers, not all of them zero, found one of %d".formatted(of.dim(), vector.length));
        }
        return unit;
    }

    /** {@return the inner product of a vector and a picture's} */
    double similarity(float[] vector, int doc) throws IOException {
        return of.length() * Vectors.dot(vector, 0, lent(doc), 0, vector.length);
    }

    /** {@return the vector of a picture, of length one} */
    float[] vector(int doc) throws IOException {
        return lent(doc).clone();
    }

    /** The vector of a picture, of length one, until the next is asked for. */
    private float[] lent(int doc) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        int leaf = ReaderUtil.subIndex(doc, leaves);
        FloatVectorValues values = opened.get(leaf);
        if (values == null) {
            values = leaves.get(leaf).reader().getFloatVectorValues(PictureFields.VECTOR);
            opened.put(leaf, values);
        }
        return values.vectorValue(doc - leaves.get(leaf).docBase); // every document has a vector
    }
}
