package io.mode4j.search;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Vectors of up to {@value #MOST_DIMENSIONS} numbers, Lucene's own format but for its limit of 1,024: a graph (HNSW) over numbers of 8 bits, and beside them the numbers as they were. Its name lies in every
 * index, by which Lucene finds this class again ({@code META-INF/services}): what it reads and writes never changes; another way to keep vectors is another class with another number.
 */
public final class WideVectors1 extends KnnVectorsFormat {
    /** The longest vectors that an index holds. */
    public static final int MOST_DIMENSIONS = 4_096;

    private static final int NEIGHBOURS = 16;
    private static final int BEAM = 100;

    /** How many threads make a graph, if the merge scheduler has them. */
    static final int TOGETHER = Runtime.getRuntime().availableProcessors();
    private static final int FEW = 2_000; // Lucene's measure: below some 20,000 vectors a part has no graph, and all of it are compared

    private final KnnVectorsFormat lucene = new Lucene104HnswScalarQuantizedVectorsFormat(ScalarEncoding.UNSIGNED_BYTE, NEIGHBOURS, BEAM,
            TOGETHER, null, FEW);

    /** As Lucene makes one when it reads an index. */
    public WideVectors1() {
        super("Mode4jWideVectors1");
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return lucene.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return lucene.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
        return MOST_DIMENSIONS;
    }
}
