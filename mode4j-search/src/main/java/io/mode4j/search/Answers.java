package io.mode4j.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.QueryBuilder;

/** Answers of one commit. Safe for use by many threads. */
final class Answers extends IndexSearcher {
    /** The constant of reciprocal rank fusion, as Cormack et al. (SIGIR 2009) have it. */
    private static final int FUSION = 60;
    /** Lists that are fused go at least so deep. */
    private static final int DEEP = 100;
    private static final int DEEPER = 4;

    private final DirectoryReader commit;
    private final CommitData data;
    private final Set<String> fields = new HashSet<>();
    private final SearchEffort effort;

    Answers(DirectoryReader commit, CommitData data, SearchEffort effort) {
        super(commit);
        this.commit = commit;
        this.data = data;
        this.effort = effort;
        FieldInfos.getMergedFieldInfos(commit).forEach(field -> fields.add(field.name));
    }

    DirectoryReader commit() {
        return commit;
    }

    CommitData data() {
        return data;
    }

    IndexedPicture picture(int doc) throws IOException {
        return PictureFields.picture(storedFields().document(doc, PictureFields.stored()));
    }

    List<Found> to(PictureQuery query) throws IOException {
        Optional<Query> filter = query.where().isPresent() ? Optional.of(Where.query(query.where().get(), fields)) : Optional.empty();
        VectorSearch vectors = new VectorSearch(this, data.description(), effort);
        for (int depth = query.k();; depth = Math.min(depth * DEEPER, Math.max(1, commit.maxDoc()))) {
            ScoreDoc[] hits = hits(query, vectors, filter, depth).scoreDocs;
            if (!query.deduplicate()) {
                return found(query, vectors, hits);
            }
            Folding folding = new Folding(vectors);
            for (ScoreDoc hit : hits) {
                folding.take(found(query, vectors, hit));
            }
            if (folding.different() >= query.k() || hits.length < depth || depth >= commit.maxDoc()) {
                return folding.best(query.k());
            }
        }
    }

    private TopDocs hits(PictureQuery query, VectorSearch vectors, Optional<Query> filter, int depth) throws IOException {
        if (query.vector().isPresent() && query.words().isPresent()) {
            int deep = Math.max(depth, DEEP);
            return TopDocs.rrf(depth, FUSION,
                    new TopDocs[]{vectors.best(query.vector().get(), filter, deep), ofWords(query.words().get(), filter, deep)});
        }
        if (query.vector().isPresent()) {
            return vectors.best(query.vector().get(), filter, depth);
        }
        if (query.words().isPresent()) {
            return ofWords(query.words().get(), filter, depth);
        }
        return search(filter.orElse(MatchAllDocsQuery.INSTANCE), depth,
                new Sort(LongField.newSortField(PictureFields.ID, false, SortedNumericSelector.Type.MIN)));
    }

    private TopDocs ofWords(String words, Optional<Query> filter, int depth) throws IOException {
        Query any = new QueryBuilder(new StandardAnalyzer()).createBooleanQuery(PictureFields.CAPTION, words);
        BooleanQuery.Builder both = new BooleanQuery.Builder().add(any == null ? MatchNoDocsQuery.INSTANCE : any, Occur.MUST);
        filter.ifPresent(condition -> both.add(condition, Occur.FILTER));
        return search(both.build(), depth);
    }

    private List<Found> found(PictureQuery query, VectorSearch vectors, ScoreDoc[] hits) throws IOException {
        List<Found> found = new ArrayList<>();
        for (ScoreDoc hit : hits) {
            found.add(found(query, vectors, hit).found());
        }
        return found;
    }

    private Folding.Seen found(PictureQuery query, VectorSearch vectors, ScoreDoc hit) throws IOException {
        double similarity = query.vector().isPresent() ? vectors.similarity(query.vector().get(), hit.doc)
                : query.words().isPresent() ? hit.score : 0;
        return new Folding.Seen(new Found(picture(hit.doc), similarity, 1), hit.doc);
    }

    /** Where the bytes of a picture may be, the likelier place first: as far from the index as its shard was, or where they were. */
    List<String> places(IndexedPicture picture, Path folder) {
        String place = picture.origin().place();
        Set<String> places = new LinkedHashSet<>();
        for (KnownShard shard : data.shards()) {
            String from = shard.place().path();
            if (shard.name().equals(picture.shard()) && place.startsWith(from)) {
                shard.place().places(folder).forEach(now -> places.add(now + place.substring(from.length())));
            }
        }
        places.add(place);
        return List.copyOf(places);
    }
}
