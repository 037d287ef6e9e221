package io.mode4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words, both kinds of question together, near copies, numbers that stay. */
class AnswersTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void build() throws IOException {
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder, Pictures.description(3, "one"))) {
            writer.add(Pictures.picture("boat", Map.of("n", 1L), "A red boat on the sea", "boats"), new float[]{1, 0, 0});
            writer.add(Pictures.picture("car", Map.of("n", 2L), "a RED car"), new float[]{0.6f, 0.8f, 0});
            writer.add(Pictures.picture("tree", Map.of("n", 3L)), new float[]{0, 0, 1});
            writer.add(Pictures.picture("sea", Map.of("n", 4L), "the sea, the sea"), new float[]{0, 1, 0});
            writer.commit();
        }
    }

    private List<Found> ask(Optional<float[]> vector, Optional<String> words, int k, boolean deduplicate) throws IOException {
        try (PictureIndex index = PictureIndex.open(folder)) {
            return index.search(new PictureQuery(vector, words, k, Optional.empty(), deduplicate));
        }
    }

    private List<String> words(String words) throws IOException {
        return Pictures.keys(ask(Optional.empty(), Optional.of(words), 10, false));
    }

    @Test
    void wordsAreLookedForInAllCaptions() throws IOException {
        assertThat(words("red")).containsExactlyInAnyOrder("boat", "car");
        assertThat(words("SEA")).containsExactly("sea", "boat");
        assertThat(words("boats")).containsExactly("boat");
        assertThat(words("red boat")).containsExactly("boat", "car");
        assertThat(words("zebra")).isEmpty();
        assertThat(words("…")).isEmpty();
        assertThat(ask(Optional.empty(), Optional.of("sea"), 10, false)).allMatch(one -> one.similarity() > 0);
    }

    @Test
    void whatBothListsHaveComesFirst() throws IOException {
        List<Found> found = ask(Optional.of(new float[]{0, 1, 0}), Optional.of("red"), 3, false);
        // by vector: sea, car, then boat and tree; by words: car and boat
        assertThat(found.getFirst().picture().key()).isEqualTo("car");
        assertThat(found.getFirst().similarity()).isCloseTo(0.8, within(1e-6));
        assertThat(Pictures.keys(found)).containsExactlyInAnyOrder("car", "boat", "sea");
    }

    @Test
    void withoutAQuestionTheyComeAsTheyWereAdded() throws IOException {
        assertThat(Pictures.keys(ask(Optional.empty(), Optional.empty(), 3, false))).containsExactly("boat", "car", "tree");
    }

    @Test
    void nearCopiesAreFoldedUntilEnoughAreDifferent() throws IOException {
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder)) {
            for (int i = 0; i < 40; i++) {
                double angle = 0.0001 * (i + 1);
                writer.add(Pictures.picture("copy" + i, Map.of()), new float[]{(float) Math.cos(angle), (float) Math.sin(angle), 0});
            }
            NewPicture other = Pictures.picture("boat", Map.of(), "the same bytes in another place");
            writer.add(new NewPicture("again", other.captions(), 1, 1, other.metadata(), "other", other.origin(), other.hash()),
                    new float[]{0, 0, -1});
            writer.commit();
        }
        List<Found> found = ask(Optional.of(new float[]{1, 0, 0}), Optional.empty(), 2, true);
        assertThat(Pictures.keys(found)).containsExactly("boat", "car");
        assertThat(found.getFirst().copies()).isEqualTo(42);
        assertThat(found.get(1).copies()).isEqualTo(1);
        assertThat(ask(Optional.of(new float[]{1, 0, 0}), Optional.empty(), 3, false)).extracting(Found::copies).containsOnly(1);
    }

    @Test
    void numbersStayAndAreNeverGivenTwice() throws IOException {
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder)) {
            assertThat(writer.delete(Set.of("sea", "nothing"))).isEqualTo(1);
            writer.commit();
        }
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder)) {
            writer.add(Pictures.picture("new", Map.of()), new float[]{0, 1, 0});
            writer.commit();
            writer.add(Pictures.picture("forgotten", Map.of()), new float[]{0, 1, 0});
        }
        try (PictureIndex index = PictureIndex.open(folder)) {
            assertThat(index.picture(0).orElseThrow().captions()).containsExactly("A red boat on the sea", "boats");
            assertThat(index.picture(3)).isEmpty();
            assertThat(index.picture(4).orElseThrow().key()).isEqualTo("new");
            assertThat(index.pictures()).isEqualTo(4);
        }
    }

    @Test
    void aPictureOfTheSamePlaceIsReplaced() throws IOException {
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder)) {
            writer.add(Pictures.picture("boat", Map.of("n", 9L), "a blue boat"), new float[]{0, 0, 1});
            writer.commit();
            assertThat(writer.deleteWhere("n >= 3 and n < 9")).isEqualTo(2);
            writer.commit();
        }
        try (PictureIndex index = PictureIndex.open(folder)) {
            assertThat(index.pictures()).isEqualTo(2);
            IndexedPicture boat = index.search(Pictures.near(new float[]{0, 0, 1}, 1)).getFirst().picture();
            assertThat(boat.captions()).containsExactly("a blue boat");
            assertThat(boat.metadata()).containsExactly(Map.entry("n", 9L));
            assertThat(boat.id()).isEqualTo(4);
        }
    }
}
