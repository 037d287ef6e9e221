package io.mode4j.search;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/** The pictures of a shard that an index has already. Not safe for use by several threads. */
final class KnownPictures implements AutoCloseable {
    private final DirectoryReader reader;
    private final VectorSearch vectors;
    private final Map<String, Known> byKey = new HashMap<>();

    /** A picture, and its document. */
    record Known(IndexedPicture picture, int doc) {}

    KnownPictures(PictureIndexWriter writer, String shard) throws IOException {
        this.reader = writer.reader();
        IndexSearcher searcher = new IndexSearcher(reader);
        this.vectors = new VectorSearch(searcher, writer.description(), SearchEffort.standard());
        TermQuery ofShard = new TermQuery(new Term(PictureFields.SHARD, PictureFields.text(shard)));
        for (ScoreDoc hit : searcher.search(ofShard, Math.max(1, reader.maxDoc())).scoreDocs) {
            IndexedPicture picture = PictureFields.picture(searcher.storedFields().document(hit.doc, PictureFields.stored()));
            byKey.put(picture.key(), new Known(picture, hit.doc));
        }
    }

    /** {@return the one of a key, once} */
    Optional<Known> take(String key) {
        return Optional.ofNullable(byKey.remove(key));
    }

    /** {@return those that were not taken} */
    Iterable<Known> left() {
        return byKey.values();
    }

    float[] vector(Known known) throws IOException {
        return vectors.vector(known.doc);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
