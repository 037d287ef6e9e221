package io.mode4j.search;

import java.io.IOException;
import java.util.Collection;
import java.util.Objects;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.HitQueue;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** Compares the vector of every picture that it is handed, and keeps the best. Not safe for use by several threads. */
final class ExactSearch extends SimpleCollector {
    private final float[] unit;
    private final HitQueue best;
    private @Nullable FloatVectorValues values;
    private @Nullable DocIndexIterator docs;
    private int base;

    /** Makes them, one a part of the index. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Manager(float[] unit, int n) implements CollectorManager<ExactSearch, TopDocs> {
        @Override
        public ExactSearch newCollector() {
            return new ExactSearch(unit, n);
        }

        @Override
        public TopDocs reduce(Collection<ExactSearch> parts) {
            return TopDocs.merge(n, parts.stream().map(ExactSearch::best).toArray(TopDocs[]::new));
        }
    }

    private ExactSearch(float[] unit, int n) {
        this.unit = unit;
        this.best = new HitQueue(n, true);
    }

    @Override
    protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
        values = leaf.reader().getFloatVectorValues(PictureFields.VECTOR);
        docs = values.iterator();
        base = leaf.docBase;
    }

    @Override
    public void collect(int doc) throws IOException {
        DocIndexIterator at = Objects.requireNonNull(docs);
        at.advance(doc);
        float score = VectorUtil.dotProduct(unit, Objects.requireNonNull(values).vectorValue(at.index()));
        ScoreDoc worst = best.top();
        if (score > worst.score) {
            worst.score = score;
            worst.doc = base + doc;
            best.updateTop();
        }
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }

    /** {@return the best, in their order} */
    TopDocs best() {
        while (best.size() > 0 && best.top().score == Float.NEGATIVE_INFINITY) {
            best.pop(); // never filled
        }
        ScoreDoc[] hits = new ScoreDoc[best.size()];
        for (int i = hits.length - 1; i >= 0; i--) {
            hits[i] = best.pop();
        }
        return top(hits);
    }

    static TopDocs top(ScoreDoc[] hits) {
        return new TopDocs(new TotalHits(hits.length, TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO), hits);
    }
}
