package io.mode4j.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardSetTest {
    @TempDir
    Path temporary;

    @BeforeEach
    void layout() throws IOException {
        for (String name : List.of("web/00000.tar", "web/00001.tar", "web/00002.tar", "web/notes.txt", "mode/0/0.tar", "mode/0/100.tar",
                "mode/1/1.tar", "other/00001.tar", "odd{1}.tar")) {
            Path file = temporary.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, "");
        }
        Files.createDirectory(temporary.resolve("empty"));
    }

    private ShardSet set(String... patterns) throws IOException {
        return ShardSet.of(List.of(patterns).stream().map(p -> temporary + "/" + p).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"web/00001.tar | 00001", "web | 00000 00001 00002", "web/{00000..00002}.tar | 00000 00001 00002",
        "web/0000{0,2}.tar | 00000 00002", "web/*.tar | 00000 00001 00002", "web/0000[12].tar | 00001 00002", "mode | 0 100 1",
        "mode/*/*.tar | 0 100 1", "mode/** | 0 100 1", "odd{1}.tar | odd{1}", "web/0000?.tar | 00000 00001 00002"})
    void findsShards(String pattern, String expected) throws IOException {
        assertThat(String.join(" ", set(pattern).names())).isEqualTo(expected);
    }

    @Test
    void whatIsNamedTwiceCountsOnceAndNamesStayApart() throws IOException {
        assertThat(set("web", "web/*.tar", "web/../web/00001.tar").paths()).hasSize(3).allMatch(Path::isAbsolute);
        assertThat(set("web", "other").names()).containsExactly("00000-00000", "00001-00001", "00002-00002", "00003-00001");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"web/00009.tar | There is no shard", "web/{00001..00009}.tar | 7 of the 9 shards",
        "web/{00001..00009}.tar | web/00003.tar", "nothing | There is no shard", "nothing/*.tar | There is no shard",
        "empty | no .tar files",
        "web/{1..x}.tar | {1..x}", "web/{3..1}.tar | from 3 to 1", "web/{0..1.tar | partner", "web/{0..999999999}.tar | Give the folder"})
    void saysWhatIsWrong(String pattern, String expected) {
        assertThatThrownBy(() -> set(pattern)).isInstanceOf(BadInputException.class).hasMessageContaining(expected);
    }

    @Test
    void noPatternsAndOtherPlacesAreErrors() {
        assertThatThrownBy(() -> ShardSet.of(List.of())).isInstanceOf(BadInputException.class).hasMessageContaining("No shards");
        assertThatThrownBy(() -> ShardSet.of(List.of("s3://bucket/{0..9}.tar"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("not a path");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a | a", "{0..2} | 0 1 2", "{08..10} | 08 09 10", "{8..10} | 8 9 10",
        "{0..010} | 000 001 002 003 004 005 006 007 008 009 010",
        "{a,b}/{1..2} | a/1 a/2 b/1 b/2"})
    void expandsBraces(String pattern, String expected) throws IOException {
        assertThat(String.join(" ", Braces.expand(pattern))).isEqualTo(expected);
    }
}
