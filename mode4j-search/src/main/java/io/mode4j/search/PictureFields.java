package io.mode4j.search;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import tools.jackson.databind.json.JsonMapper;

/** A picture as a document of Lucene: all of it as JSON, and fields by which it is found. Stateless. */
final class PictureFields {
    static final String ID = "id";
    static final String VECTOR = "vector";
    static final String CAPTION = "caption";
    /** What a number is called: {@code n:width}. */
    static final String NUMBER = "n:";
    /** What a text or a boolean is called: {@code t:shard}. */
    static final String TEXT = "t:";
    static final String SHARD = TEXT + "shard";
    static final String KEY = TEXT + "key";

    /** More names of metadata than this are kept, and cannot be asked for: each costs memory. */
    static final int MOST_NAMES = 1_000;

    private static final String PICTURE = "picture";
    /** Shard and key together, which no two pictures have. */
    private static final String PLACE = "place";
    private static final char BETWEEN = 0;
    /** A text is compared by its beginning: Lucene's terms have 32,766 bytes at most. */
    private static final int LONGEST_TEXT = 1_000;

    private PictureFields() {}

    /**
     * {@return the document}
     *
     * @param unit  the vector, of length one
     * @param known the fields that the index has
     */
    static Document document(IndexedPicture picture, float[] unit, Set<String> known) {
        Document document = new Document();
        document.add(new StoredField(PICTURE, JsonMapper.shared().writeValueAsBytes(picture)));
        document.add(new LongField(ID, picture.id(), Field.Store.NO));
        document.add(new StringField(PLACE, place(picture), Field.Store.NO));
        document.add(new KnnFloatVectorField(VECTOR, unit, VectorSimilarityFunction.DOT_PRODUCT));
        picture.captions().forEach(caption -> document.add(new TextField(CAPTION, caption, Field.Store.NO)));
        Map<String, Object> values = new HashMap<>(picture.metadata());
        values.putAll(Map.of("width", picture.width(), "height", picture.height(), "shard", picture.shard(), "key", picture.key()));
        values.forEach((name, value) -> {
            Field field = value instanceof Number number ? new DoubleField(NUMBER + name, number.doubleValue(), Field.Store.NO)
                    : new StringField(TEXT + name, text(String.valueOf(value)), Field.Store.NO);
            if (known.contains(field.name()) || known.size() < MOST_NAMES || !picture.metadata().containsKey(name)) {
                document.add(field);
            }
        });
        return document;
    }

    /** {@return a text, as it is compared} */
    static String text(String value) {
        return value.substring(0, Math.min(value.length(), LONGEST_TEXT));
    }

    /** {@return what a picture alone has} */
    static Term term(IndexedPicture picture) {
        return new Term(PLACE, place(picture));
    }

    private static String place(IndexedPicture picture) {
        return picture.shard() + BETWEEN + picture.key();
    }

    /** {@return the picture of a document, of which {@link #stored} was read} */
    static IndexedPicture picture(Document document) {
        return JsonMapper.shared().readValue(document.getBinaryValue(PICTURE).bytes, IndexedPicture.class);
    }

    /** {@return the field that is to be read} */
    static Set<String> stored() {
        return Set.of(PICTURE);
    }
}
