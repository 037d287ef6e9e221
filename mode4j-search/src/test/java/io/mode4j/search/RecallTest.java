package io.mode4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.linalg.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found, against all inner products computed one by one. */
class RecallTest {
    private static final int N = 24_000; // fewer have no graph
    private static final int DIM = 64;
    private static final int K = 10;
    /** The graph is asked however few vectors there are. */
    private static final SearchEffort GRAPH = SearchEffort.standard().withExactNumbers(0);
    private static final SearchEffort ALL = SearchEffort.standard().withExactNumbers(Long.MAX_VALUE);

    @TempDir
    private static Path folder;
    private static float[][] vectors = {};
    private static float[][] queries = {};

    @BeforeAll
    static void build() throws IOException {
        vectors = Pictures.clustered(N, DIM, 50, 1);
        queries = Pictures.clustered(100, DIM, 50, 2);
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder.resolve("index"), Pictures.description(DIM, "one"))) {
            for (int i = 0; i < N; i++) {
                writer.add(Pictures.picture("p" + i, Map.of("tenth", i % 10, "hundredth", i % 100)), vectors[i]);
                if (i % 5_000 == 0) {
                    writer.commit();
                }
            }
            Set<String> gone = IntStream.range(0, N).filter(i -> !isThere(i)).mapToObj(i -> "p" + i).collect(Collectors.toSet());
            assertThat(writer.delete(gone)).isEqualTo(gone.size());
            writer.finish();
        }
    }

    private static boolean isThere(int i) {
        return i % 7 != 0;
    }

    private static List<String> oracle(float[] query, IntPredicate wanted) {
        return IntStream.range(0, N)
                .filter(i -> isThere(i) && wanted.test(i))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Vectors.dot(query, 0, vectors[i], 0, DIM)))
                .limit(K)
                .map(i -> "p" + i)
                .toList();
    }

    private static double recall(SearchEffort effort, Optional<String> where, IntPredicate wanted) throws IOException {
        try (PictureIndex index = PictureIndex.open(folder.resolve("index"), effort)) {
            assertThat(index.pictures()).isEqualTo(IntStream.range(0, N).filter(RecallTest::isThere).count());
            int right = 0;
            for (float[] query : queries) {
                List<String> expected = oracle(query, wanted);
                List<String> found = Pictures.keys(index.search(new PictureQuery(Optional.of(query), Optional.empty(), K, where, false)));
                assertThat(found).hasSize(K).doesNotHaveDuplicates();
                Set<String> both = new HashSet<>(expected);
                both.retainAll(found);
                right += both.size();
            }
            return right / (double) (K * queries.length);
        }
    }

    /** Where they were committed in many parts. */
    @Test
    void picturesThatAreBuiltTogetherHaveOneGraph() throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder.resolve("index")))) {
            assertThat(reader.leaves()).hasSize(1);
            KnnVectorsReader all = Objects.requireNonNull(((CodecReader) reader.leaves().getFirst().reader()).getVectorReader());
            KnnVectorsReader own = ((PerFieldKnnVectorsFormat.FieldsReader) all).getFieldReader(PictureFields.VECTOR);
            HnswGraph graph = ((HnswGraphProvider) own).getGraph(PictureFields.VECTOR);
            assertThat(graph.size()).isEqualTo(reader.numDocs());
        }
    }

    @Test
    void comparingAllFindsTheBest() throws IOException {
        assertThat(recall(ALL, Optional.empty(), _ -> true)).isEqualTo(1);
        assertThat(recall(ALL, Optional.of("tenth = 3"), i -> i % 10 == 3)).isEqualTo(1);
    }

    @Test
    void theGraphFindsNearlyAllOfThem() throws IOException {
        assertThat(recall(GRAPH, Optional.empty(), _ -> true)).isBetween(0.95, 1.0);
        assertThat(recall(GRAPH, Optional.of("tenth < 3"), i -> i % 10 < 3)).isBetween(0.95, 1.0);
        assertThat(recall(GRAPH, Optional.of("hundredth = 3"), i -> i % 100 == 3)).isBetween(0.95, 1.0);
    }

    @Test
    void fewerCandidatesFindLess() throws IOException {
        double few = recall(GRAPH.withCandidates(2 * K), Optional.empty(), _ -> true);
        assertThat(few).isBetween(0.3, recall(GRAPH, Optional.empty(), _ -> true) - 0.05);
        assertThatThrownBy(() -> GRAPH.withCandidates(0)).hasMessageContaining("option candidates expects a number of at least 1, found 0");
    }

    @Test
    void similaritiesAreInnerProducts() throws IOException {
        for (SearchEffort effort : List.of(GRAPH, ALL)) {
            try (PictureIndex index = PictureIndex.open(folder.resolve("index"), effort)) {
                float[] query = queries[0].clone();
                for (int d = 0; d < DIM; d++) {
                    query[d] *= 3;
                }
                List<Found> found = index.search(Pictures.near(query, K));
                assertThat(found).isSortedAccordingTo(Comparator.comparingDouble(one -> -one.similarity()));
                for (Found one : found) {
                    int i = Integer.parseInt(one.picture().key().substring(1));
                    assertThat(one.similarity()).isCloseTo(Vectors.dot(query, 0, vectors[i], 0, DIM), within(1e-6));
                }
            }
        }
    }

    @Test
    void moreThanThereAreIsAllThereAre() throws IOException {
        try (PictureIndex index = PictureIndex.open(folder.resolve("index"), GRAPH)) {
            assertThat(index.search(Pictures.near(queries[0], 10 * N))).hasSize((int) index.pictures());
        }
    }

    @Test
    void longVectorsHaveTheirOwnFormatByName(@TempDir Path other) throws IOException {
        assertThat(KnnVectorsFormat.forName("Mode4jWideVectors1")).isInstanceOf(WideVectors1.class);
        int dim = WideVectors1.MOST_DIMENSIONS;
        float[][] wide = Pictures.clustered(300, dim, 10, 3);
        try (PictureIndexWriter writer = PictureIndexWriter.open(other.resolve("wide"), Pictures.description(dim, "one"))) {
            for (int i = 0; i < wide.length; i++) {
                writer.add(Pictures.picture("p" + i, Map.of()), wide[i]);
            }
            writer.finish();
        }
        try (PictureIndex index = PictureIndex.open(other.resolve("wide"), GRAPH)) {
            for (int i = 0; i < wide.length; i += 30) {
                assertThat(Pictures.keys(index.search(Pictures.near(wide[i], 1)))).containsExactly("p" + i);
            }
        }
        assertThatThrownBy(() -> PictureIndexWriter.open(other.resolve("wider"), Pictures.description(dim + 1, "one")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("1 to 4,096 numbers, found 4,097");
    }

    @Test
    void vectorsOfAnotherKindAreRefused() throws IOException {
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder.resolve("refused"), Pictures.description(4, "one", "two"))) {
            assertThatThrownBy(() -> writer.add(Pictures.picture("p", Map.of()), new float[]{1, 0, 0, 0}))
                    .hasMessageContaining("4 numbers and length 1.414, found one of 4 numbers and length 1.000");
            assertThatThrownBy(() -> writer.add(Pictures.picture("p", Map.of()), new float[]{1, 0, Float.NaN, 0}))
                    .isInstanceOf(IllegalArgumentException.class);
            writer.add(Pictures.picture("p", Map.of()), new float[]{1, 0, 1, 0});
            writer.commit();
        }
        try (PictureIndex index = PictureIndex.open(folder.resolve("refused"))) {
            assertThatThrownBy(() -> index.search(Pictures.near(new float[4], 1))).hasMessageContaining("not all of them zero");
            assertThatThrownBy(() -> index.search(Pictures.near(new float[3], 1))).isInstanceOf(IllegalArgumentException.class);
            assertThat(index.search(Pictures.near(new float[]{0.25f, 0, 0.75f, 0}, 1)).getFirst().similarity()).isCloseTo(1, within(1e-6));
        }
    }
}
