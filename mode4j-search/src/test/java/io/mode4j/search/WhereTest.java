package io.mode4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions on metadata. */
class WhereTest {
    @TempDir
    private static Path folder;
    @SuppressWarnings("NullAway.Init")
    private static PictureIndex index;

    @BeforeAll
    static void build() throws IOException {
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder, Pictures.description(2, "one"))) {
            float[] vector = {1, 0};
            writer.add(Pictures.picture("a", Map.of("year", 1999L, "licence", "cc by", "exif.iso", 100L, "safe", true)), vector);
            writer.add(Pictures.picture("b", Map.of("year", 2005.5, "licence", "it's mine", "two words", 1L)), vector);
            writer.add(Pictures.picture("c", Map.of("year", "unknown", "licence", "", "safe", false)), vector);
            writer.add(Pictures.picture("d", Map.of("width", 3L, "shard", 7L, "key", "z", "year", -0.5)), vector);
            writer.commit();
        }
        index = PictureIndex.open(folder);
    }

    @AfterAll
    static void close() throws IOException {
        index.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "year = 1999 | a",
        "year=1999 | a",
        "year != 1999 | bd",
        "year > 1999 | b",
        "year >= 1999 | ab",
        "year < 2005.5 | ad",
        "year <= +2.0055e3 | abd",
        "year < -.4 | d",
        "year = 'unknown' | c",
        "year != 'known' | c",
        "licence = 'cc by' | a",
        "licence = 'it''s mine' | b",
        "licence = '' | c",
        "licence != 'cc by' | bc",
        "licence > 'cc' | ab",
        "licence >= 'it' and licence < 'j' | b",
        "licence <= '' | c",
        "exif.iso = 100 | a",
        "\"two words\" = 1 | b",
        "safe = true | a",
        "safe = FALSE | c",
        "safe != true | c",
        "not safe = true | bcd",
        "width = 640 | abcd",
        "width < 640 | ``",
        "height = 480 and key = 'd' | d",
        "shard = 'shard' | abcd",
        "key = 'a' or key = 'b' and year > 3000 | a",
        "(key = 'a' or key = 'b') and year > 2000 | b",
        "not key = 'a' and not key = 'b' | cd",
        "NOT (key = 'a' OR key = 'b') AND key < 'd' | c",
        "not not key = 'a' | a"})
    void findsThosePictures(String condition, String keys) throws IOException {
        assertThat(String.join("", Pictures.keys(index.search(Pictures.where(condition))))).isEqualTo(keys);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`` | expected a name, 'not' or '(' at character 1 of \"\", found the end",
        "colour = 1 | one of the names exif.iso, height, key, licence, safe, shard, two words, width, year at character 1",
        "width = 'x' | a text's name (width is a number) at character 1",
        "key = 'a' and licence = 3 | a number's name (licence is a text; texts stand in single quotes) at character 15",
        "width | one of = != < <= > >= at character 6",
        "width ( 3 | one of = != < <= > >= at character 7",
        "width = | a number, a text in single quotes, true or false at character 8",
        "width = height | a number, a text in single quotes, true or false at character 9",
        "width = 3 height = 4 | 'and', 'or' or the end at character 11 of \"width = 3 height = 4\", found 'height = 4'",
        "(width = 3 | ')' at character 11",
        "width = 3) | 'and', 'or' or the end at character 10",
        "key = 'a | a name, a number, a 'text', a comparison or a parenthesis at character 7",
        "width == 3 | a number, a text in single quotes, true or false at character 8",
        "width = 3 and | a name, 'not' or '(' at character 14",
        "and = 3 | a name, 'not' or '(' at character 1",
        "width = 3 ; | a name, a number, a 'text', a comparison or a parenthesis at character 11"})
    void saysWhereItIsWrong(String condition, String message) {
        assertThatThrownBy(() -> index.search(Pictures.where(condition))).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("option where: expected ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not ", "("})
    void endlessConditionsAreRefused(String part) {
        assertThatThrownBy(() -> index.search(Pictures.where(part.repeat(100_000) + "width = 1")))
                .hasMessageContaining("at most 50 conditions within each other");
    }

    @Test
    void manyComparisonsAreRefused() throws IOException {
        String many = "width != 3" + " or width != 3".repeat(199);
        assertThat(index.search(Pictures.where(many))).hasSize(4);
        assertThatThrownBy(() -> index.search(Pictures.where(many + " or width = 3"))).hasMessageContaining("at most 200 comparisons");
    }
}
