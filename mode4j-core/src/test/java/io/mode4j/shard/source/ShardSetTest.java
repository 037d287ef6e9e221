package io.mode4j.shard.source;

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
import org.junit.jupiter.params.provider.ValueSource;

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

    private static List<Path> paths(ShardSet set) {
        return set.shards().stream().map(Shard::path).toList();
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
        assertThat(paths(set("web", "web/*.tar", "web/../web/00001.tar"))).hasSize(3).allMatch(Path::isAbsolute);
        assertThat(set("web", "other").names()).containsExactly("00000-00000", "00001-00001", "00002-00002", "00003-00001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data [v2]", "[ab]", "set{a}", "{a,b}", "{0..2}", "star*dir", "q?", "a ' b", "sp  ace", "größe 日本", "**", "[",
        "}{", "~", "!x", "$HOME"})
    void foldersAndFilesAreWhatTheyAreCalled(String odd) throws IOException {
        for (String name : List.of("b/00000.tar", "b/" + odd + ".tar")) { // what a pattern would find instead
            Files.createDirectories(temporary.resolve("in/a"));
            Files.createDirectories(temporary.resolve("in").resolve(name).getParent());
            Files.writeString(temporary.resolve("in").resolve(name), "");
        }
        Files.createDirectories(temporary.resolve("in").resolve(odd));
        for (String name : List.of("00000", "00001", odd)) {
            Files.writeString(temporary.resolve("in/" + odd + "/" + name + ".tar"), "");
        }
        String[] all = {"00000", "00001", odd};
        assertThat(set("in/" + odd).names()).containsExactlyInAnyOrder(all);
        assertThat(set("in/" + odd + "/*.tar").names()).containsExactlyInAnyOrder(all);
        assertThat(set("in/" + odd + "/{00000..00001}.tar").names()).containsExactly("00000", "00001");
        assertThat(set("in/" + odd + "/0000[01].tar").names()).containsExactly("00000", "00001");
        assertThat(paths(set("in/" + odd + "/" + odd + ".tar")))
                .containsExactly(temporary.toRealPath().resolve("in/" + odd + "/" + odd + ".tar"));
        String behindAPattern = odd.matches("\\{.*(,|\\.\\.).*}") ? "i[n]/[{]*" : "i?/" + odd; // there a list is a list
        assertThat(paths(set(behindAPattern + "/00000.tar"))).contains(temporary.resolve("in/" + odd + "/00000.tar"));
    }

    @Test
    void linksAreFollowedAndCountOnce() throws IOException {
        Path all = Files.createDirectory(temporary.resolve("all"));
        Files.createSymbolicLink(all.resolve("latest"), temporary.resolve("web"));
        Files.createSymbolicLink(all.resolve("one.tar"), temporary.resolve("mode/0/100.tar"));
        Files.createSymbolicLink(all.resolve("loop"), all);
        assertThat(set("all").names()).containsExactly("00000", "00001", "00002", "one");
        assertThat(set("all/*/*.tar").names()).containsExactly("00000", "00001", "00002", "one");
        assertThat(set("all/latest", "web", "all/one.tar").names()).containsExactly("00000", "00001", "00002", "one");
        assertThat(paths(set("all/latest/../mode/0/0.tar"))).containsExactly(temporary.toRealPath().resolve("mode/0/0.tar"));
        Files.createSymbolicLink(all.resolve("gone.tar"), temporary.resolve("none"));
        assertThatThrownBy(() -> set("all")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("gone.tar is a link that leads nowhere");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "**/*.tar | 00000-00000 00001-00001 00002-00002 00003-0 00004-100 00005-1 00006-odd{1} 00007-00001",
        "mode/**/1*.tar | 100 1", "**/mode/** | 0 100 1", "mode/**0.tar | 0 100", "w*/*[!0].tar | 00001 00002", "web/.* | there is no"})
    void anyNumberOfFolders(String pattern, String expected) throws IOException {
        Files.writeString(temporary.resolve("web/._00000.tar"), "what some systems leave beside files");
        if (expected.startsWith("there")) {
            assertThat(set(pattern).names()).containsExactly("._00000");
        } else {
            assertThat(set(pattern).names()).hasSize(expected.split(" ").length);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"web/00009.tar | There is no shard", "web/{00001..00009}.tar | 7 of the 9 shards",
        "web/{00001..00009}.tar | web/00003.tar", "nothing | There is no shard", "nothing/*.tar | There is no shard",
        "empty | no .tar files",
        "web/{1..x}.tar | {1..x}", "web/[0.tar | There is no shard", "web[/*.tar | There is no shard", "web/{3..1}.tar | from 3 to 1",
        "web/{0..1.tar | partner", "web/{0..999999999}.tar | Give the folder"})
    void saysWhatIsWrong(String pattern, String expected) {
        assertThatThrownBy(() -> set(pattern)).isInstanceOf(BadInputException.class).hasMessageContaining(expected);
    }

    @Test
    void noPatternsAndOtherPlacesAreErrors() {
        assertThatThrownBy(() -> ShardSet.of(List.of())).isInstanceOf(BadInputException.class).hasMessageContaining("No shards");
        assertThatThrownBy(() -> ShardSet.of(List.of("ftp://host/{0..9}.tar"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("ftp://host/{0..9}.tar: expected a path")
                .hasMessageContaining("nothing on the class path can read");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a | a", "{0..2} | 0 1 2", "{08..10} | 08 09 10", "{8..10} | 8 9 10",
        "{0..010} | 000 001 002 003 004 005 006 007 008 009 010",
        "{a,b}/{1..2} | a/1 a/2 b/1 b/2"})
    void expandsBraces(String pattern, String expected) throws IOException {
        assertThat(String.join(" ", Braces.expand(pattern))).isEqualTo(expected);
    }
}
