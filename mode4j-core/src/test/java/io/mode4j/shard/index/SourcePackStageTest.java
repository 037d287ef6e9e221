package io.mode4j.shard.index;

import static io.mode4j.shard.source.SourceFixtures.pairs;
import static io.mode4j.shard.source.SourceFixtures.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FailingFileLayer;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.MemberName;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.source.SourceFixtures.Pair;
import io.mode4j.shard.source.SourceFixtures;
import io.mode4j.shard.tar.TarReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcePackStageTest {
    private static final int COUNT = 25;
    private final FileLayer files = new UnsyncedFileLayer();
    @TempDir
    Path temporary;

    private Path at(String name) {
        return temporary.resolve(name);
    }

    private Manifest pack(FileLayer layer, Path out, int pairsOfTar, Path... sources) throws IOException {
        ShardSet set = ShardSet.of(Arrays.stream(sources).map(Path::toString).toList());
        return new SourcePackStage(layer, Progress.silent(), new IndexOptions(0.2, 2), pairsOfTar).run(set, out);
    }

    private static List<String> tars(Path out) throws IOException {
        try (Stream<Path> all = Files.list(out)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** All members of the tars in a folder. */
    private static SortedMap<String, String> members(Path out) throws IOException {
        SortedMap<String, String> members = new TreeMap<>();
        for (String tar : tars(out)) {
            if (tar.endsWith(".tar")) {
                try (TarReader reader = new TarReader(out.resolve(tar))) {
                    while (reader.next()) {
                        boolean text = reader.name().endsWith(".txt") || reader.name().endsWith(".json");
                        String content = text ? new String(reader.content(), StandardCharsets.UTF_8)
                                : "" + Arrays.hashCode(reader.content());
                        assertThat(members.put(reader.name(), content)).as(reader.name()).isNull();
                    }
                }
            }
        }
        return members;
    }

    private SortedMap<String, String> expected(List<Pair> pairs) {
        SortedMap<String, String> members = new TreeMap<>();
        for (Pair pair : pairs) {
            members.put(pair.key() + "." + pair.extension(), "" + Arrays.hashCode(pair.picture()));
            String texts = pair.captions().size() == 1 ? ""
                    : ",\"texts\":[\"%s\"]".formatted(String.join("\",\"",
                            pair.captions().stream().map(text -> text.replace('\t', ' ').replace("\"", "\\\"")).toList()));
            if (texts.isEmpty()) {
                members.put(pair.key() + ".txt", pair.captions().getFirst());
            }
            members.put(pair.key() + ".json", "{\"mood\":\"%s\"%s}".formatted(pair.mood(), texts));
        }
        return members;
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "25, 1", "10, 3", "7, 4", "1, 25"})
    void anySourceBecomesTarsOfSoManyPairs(int pairsOfTar, int tars) throws IOException {
        List<Pair> pairs = pairs(COUNT);
        Map<String, Path> sources = Map.of("hub", SourceFixtures.hub(pairs, at("hub.parquet")), "tar",
                SourceFixtures.tar(pairs, at("data.tar")));
        for (Map.Entry<String, Path> source : sources.entrySet()) {
            Path out = at(source.getKey() + " packed");
            Manifest made = pack(files, out, pairsOfTar, source.getValue());
            assertThat(made.summary()).containsEntry("rows", COUNT).containsEntry("tars", tars);
            assertThat(tars(out)).hasSize(tars + 1).contains("manifest.json", "%05d.tar".formatted(tars - 1));
            assertThat(members(out)).as(source.getKey()).isEqualTo(expected(pairs));
            assertThat(pack(files, out, pairsOfTar, source.getValue())).isEqualTo(made);
        }
    }

    @Test
    void severalSourcesWithTheSameKeysStayApart() throws IOException {
        List<Pair> pairs = single(pairs(4));
        Path folder = SourceFixtures.folder(pairs, at("pictures"));
        Path parquet = SourceFixtures.parquet(pairs, at("rows.parquet"), "key, picture AS image, captions, mood", 2048);
        Path out = at("packed");
        pack(files, out, 100, folder, parquet);
        SortedMap<String, String> all = new TreeMap<>();
        expected(pairs).forEach((name, content) -> {
            all.put("rows/" + name, content.replace("{", "{\"key\":\"%s\",".formatted(name.substring(0, name.indexOf('.')))));
            all.put("pictures/" + name,
                    name.endsWith(".json") ? "{\"key\":\"%s\"}".formatted(name.substring(0, name.indexOf('.'))) : content);
        });
        assertThat(members(out)).isEqualTo(all);
    }

    @ParameterizedTest
    @CsvSource({"a, a", "a.b, a%2Eb", "x.y/a, x.y/a", "100%, 100%25", "../a, %2E%2E/a", "/data/a, %2Fdata/a", "a/./b.c, a/%2E/b%2Ec"})
    void keysAreSuchAsWebDatasetReads(String key, String packed) {
        assertThat(PackedKeys.of("", key)).isEqualTo(packed);
        assertThat(PackedKeys.of("0/", key)).isEqualTo("0/" + packed);
        MemberName read = KeyEnd.FIRST_DOT.split(packed + ".jpg");
        assertThat(read).isNotNull().extracting(MemberName::key).isEqualTo(packed);
    }

    @Test
    void wherePairsAreSkippedTheOthersFollow() throws IOException {
        List<Pair> pairs = new ArrayList<>(single(pairs(COUNT)));
        Path list = SourceFixtures.csv(pairs, at("list.csv"), ",", "filepath", "title");
        Files.delete(at("pictures/" + pairs.get(3).key() + "." + pairs.get(3).extension()));
        pairs.remove(3);
        Manifest made = pack(files, at("packed"), 12, list);
        assertThat(made.summary()).containsEntry("rows", COUNT - 1).containsEntry("tars", 2);
        SortedMap<String, String> all = new TreeMap<>();
        expected(pairs).forEach((name, content) -> all.put("pictures/" + name, content));
        assertThat(members(at("packed"))).isEqualTo(all);
    }

    @Test
    void goesOnAfterAnyFailureToTheSameBytes() throws IOException {
        Path source = SourceFixtures.hub(pairs(COUNT), at("hub.parquet"));
        pack(files, at("whole"), 10, source);
        Path out = at("packed");
        int failures = 0;
        for (int step = 1;; step++) {
            FailingFileLayer failing = new FailingFileLayer(step);
            try {
                pack(failing, out, 10, source);
                break;
            } catch (IOException _) {
                failures++;
            }
        }
        assertThat(failures).isGreaterThan(10);
        for (String name : tars(at("whole"))) {
            assertThat(out.resolve(name)).hasSameBinaryContentAs(at("whole").resolve(name));
        }
        assertThat(tars(out)).isEqualTo(tars(at("whole")));
        assertThatThrownBy(() -> pack(files, out, 11, source)).isInstanceOf(MismatchException.class).hasMessageContaining("pairs a tar");
    }
}
