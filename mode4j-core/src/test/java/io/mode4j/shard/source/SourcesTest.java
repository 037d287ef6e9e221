package io.mode4j.shard.source;

import static io.mode4j.shard.source.SourceFixtures.pairs;
import static io.mode4j.shard.source.SourceFixtures.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.CacheFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.OwnCache;
import io.mode4j.artifact.Store;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.LogLines;
import io.mode4j.shard.Sample;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.index.HeldOutPair;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.shard.source.SourceFixtures.Pair;
import io.mode4j.work.FarRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not a tar is read as if it were one. */
@ExtendWith(OwnCache.class)
class SourcesTest {
    private static final int COUNT = 25;
    private final FileLayer files = new UnsyncedFileLayer();

    private SourceIndexes indexes = new SourceIndexes(Path.of(""));

    @BeforeEach
    void use(@TempDir Path folder) {
        indexes = new SourceIndexes(folder);
    }

    @Test
    void thePairsAreTheSameWhateverTheyAreIn() throws IOException {
        List<Pair> pairs = pairs(COUNT);
        for (Map.Entry<String, Path> source : indexes.sources(pairs).entrySet()) {
            SampleIndex index = indexes.of(source.getValue());
            assertThat(SourceIndexes.read(index)).as(source.getKey()).isEqualTo(SourceIndexes.expected(pairs));
            assertThat(SourceIndexes.keys(index)).as(source.getKey()).isEqualTo(pairs.stream().map(Pair::key).toList());
            files.deleteTree(indexes.at("index of " + source.getValue().getFileName()));
        }
    }

    @Test
    void partsThatAreDoneElsewhereMakeTheSameBytes() throws IOException {
        for (Map.Entry<String, Path> source : indexes.sources(pairs(COUNT)).entrySet()) {
            Path folder = indexes.at("index of " + source.getValue().getFileName());
            IndexOptions options = new IndexOptions(0, 2).withHoldout(new Holdout(0.2, 3))
                    .withLeaveOut(List.of(pairs(COUNT).getLast().key()));
            ShardSet shards = ShardSet.of(List.of(source.getValue().toString()));
            assertThat(new IndexStage(files, Progress.silent(), options).run(shards, folder).summary()).as(source.getKey())
                    .containsEntry("rows", COUNT - 1 - 5);
            SortedMap<String, String> here = bytes(folder);
            files.deleteTree(folder);
            new IndexStage(files, Progress.silent(), options, new FarRunner()).run(shards, folder);
            assertThat(bytes(folder)).as(source.getKey()).isEqualTo(here);
            files.deleteTree(folder);
        }
    }

    private SortedMap<String, String> bytes(Path folder) throws IOException {
        SortedMap<String, String> bytes = new TreeMap<>();
        for (String name : Store.of(folder).names()) {
            bytes.put(name, Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1));
        }
        return bytes;
    }

    @Test
    void sourcesMayBeMovedWithTheirIndex() throws IOException {
        List<Pair> pairs = pairs(COUNT);
        for (Map.Entry<String, Path> source : indexes.sources(pairs).entrySet()) {
            Path folder = indexes.at("all").resolve(source.getKey());
            Path data = source.getValue().getParent();
            Files.createDirectories(folder);
            Files.move(data, folder.resolve("data"));
            Path moved = folder.resolve("data").resolve(source.getValue().getFileName());
            Manifest first = new IndexStage(files, Progress.silent(), new IndexOptions(0, 2)).run(ShardSet.of(List.of(moved.toString())),
                    folder.resolve("index"));
            Path elsewhere = indexes.at("elsewhere " + source.getKey());
            Files.move(folder, elsewhere);
            assertThat(SourceIndexes.read(SampleIndex.open(elsewhere.resolve("index")))).as(source.getKey())
                    .isEqualTo(SourceIndexes.expected(pairs));
            Path now = elsewhere.resolve("data").resolve(source.getValue().getFileName());
            Manifest again = new IndexStage(files, Progress.silent(), new IndexOptions(0, 2)).run(ShardSet.of(List.of(now.toString())),
                    elsewhere.resolve("index"));
            assertThat(again.fingerprint()).isEqualTo(first.fingerprint());
        }
    }

    @Test
    void severalSourcesAreOneDataSet() throws IOException {
        List<Pair> pairs = pairs(COUNT);
        List<Pair> single = single(pairs);
        List<String> patterns = List.of(SourceFixtures.hub(pairs, indexes.at("a/data.parquet")).toString(),
                SourceFixtures.tar(pairs, indexes.at("b/data.tar")).toString(),
                SourceFixtures.csv(single, indexes.at("list.csv"), ",", "filepath", "title").toString());
        ShardSet set = ShardSet.of(patterns);
        assertThat(set.names()).containsExactly("00000-data", "00001-data", "00002-list");
        Path folder = indexes.at("index");
        new IndexStage(files, Progress.silent(), new IndexOptions(0, 3)).run(set, folder);
        List<String> all = new ArrayList<>(SourceIndexes.expected(pairs));
        all.addAll(SourceIndexes.expected(pairs));
        all.addAll(SourceIndexes.expected(single));
        assertThat(SourceIndexes.read(SampleIndex.open(folder))).isEqualTo(all);
    }

    @Test
    void pairsAreHeldOutOfAnySource() throws IOException {
        IndexOptions fifth = new IndexOptions(0, 2).withHoldout(new Holdout(0.2, 3));
        List<Pair> pairs = new ArrayList<>(pairs(COUNT));
        pairs.set(7, new Pair(pairs.get(7).key(), pairs.get(9).picture(), "jpg", pairs.get(7).captions(), "")); // a copy is not held out
        List<List<String>> heldOut = new ArrayList<>();
        for (Map.Entry<String, Path> source : indexes.sources(pairs).entrySet()) {
            SampleIndex index = indexes.of(source.getValue(), fifth, columns -> columns);
            assertThat(index.heldOutRows()).isEqualTo(5);
            assertThat(SourceIndexes.read(index)).as(source.getKey()).hasSize(COUNT - 5);
            List<String> found = new ArrayList<>();
            try (ShardImages images = new ShardImages(index)) {
                for (HeldOutPair pair : index.heldOut()) {
                    Sample sample = pair.sample();
                    found.add(sample.key() + Arrays.hashCode(images.read(pair.shard(), sample.imageOffset(), sample.imageLength())));
                }
            }
            assertThat(found).noneMatch(pair -> pair.startsWith("pair00007") || pair.startsWith("pair00009"));
            heldOut.add(found);
            files.deleteTree(indexes.at("index of " + source.getValue().getFileName()));
        }
        assertThat(heldOut).allMatch(heldOut.getFirst()::equals);
    }

    @Test
    void whatImg2datasetWroteIsReadAsItLies() throws IOException {
        List<Pair> pairs = pairs(6);
        Path out = indexes.at("downloaded");
        String said = "'http://x/' || file AS url, captions[1] AS caption, key, 'success' AS status, NULL::VARCHAR AS error_message";
        SourceFixtures.tar(pairs, out.resolve("00000.tar"));
        SourceFixtures.parquet(pairs, out.resolve("00000.parquet"), said, 2048);
        Files.writeString(out.resolve("00000_stats.json"), "{\"count\": 6}");
        assertThat(ShardSet.of(List.of(out.toString())).remarks()).containsExactly(out + ": 1 shard, tars that img2dataset wrote");
        assertThat(SourceIndexes.read(indexes.of(out))).isEqualTo(SourceIndexes.expected(pairs));

        Path parts = indexes.at("parts");
        SourceFixtures.folder(pairs.subList(0, 3), parts.resolve("00000"));
        SourceFixtures.folder(pairs.subList(3, 6), parts.resolve("00001"));
        for (String part : List.of("00000", "00001")) {
            SourceFixtures.parquet(pairs, parts.resolve(part + ".parquet"), said, 2048);
            Files.writeString(parts.resolve(part + "_stats.json"), "{\"count\": 3}");
        }
        SampleIndex index = indexes.of(parts);
        assertThat(SourceIndexes.read(index)).isEqualTo(SourceIndexes.expected(pairs));
        assertThat(SourceIndexes.keys(index)).startsWith("00000/pair00000").endsWith("00001/pair00005");
        assertThat(indexes.skipped("index of parts")).isEqualTo("{}");

        assertThatThrownBy(() -> indexes.of(out.resolve("00000.parquet"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("addresses of pictures and no pictures")
                .hasMessageContaining("img2dataset");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100})
    void aFolderIsSplitBetweenKeys(int keys) throws IOException {
        Path folder = indexes.at("folder");
        List<Pair> pairs = new ArrayList<>();
        List<String> names = List.of("a", "a-b", "a.b", "a/b", "a/b/c", "a0", "a/b-c/d", "z", "b/z", "ü", "b.c/d");
        for (String name : names) {
            Pair some = pairs(1).getFirst();
            pairs.add(new Pair(name, some.picture(), "png", List.of("caption of " + name), ""));
        }
        SourceFixtures.folder(pairs, folder);
        Files.createSymbolicLink(folder.resolve("b/back"), folder);
        Files.writeString(folder.resolve(".hidden.png"), "");
        List<String> found = new ArrayList<>();
        List<Shard> shards = FolderShards.split(folder, keys);
        for (Shard shard : shards) {
            ShardScan scan = shard.format().reader().scan(shard, TxtLines.WHOLE, KeyEnd.LAST_DOT);
            scan.samples().forEach(sample -> found.add(sample.key() + ": " + sample.captions().getFirst()));
            assertThat(scan.summary().skippedRows()).isZero();
            assertThat(scan.samples()).isNotEmpty();
        }
        assertThat(found).isEqualTo(names.stream()
                .sorted(Comparator.comparing(name -> name + ".png"))
                .map(name -> name + ": caption of " + name)
                .toList());
        assertThat(shards).hasSize(Math.ceilDiv(names.size() - 1, keys)); // a and a.b are one key where keys end at the first dot
    }

    @Test
    void whatGoesFromTheCacheIsUnpackedAgain() throws IOException {
        List<Pair> pairs = pairs(COUNT);
        SampleIndex index = indexes.of(SourceFixtures.hub(pairs, indexes.at("data.parquet")));
        assertThat(SourceIndexes.read(index)).isEqualTo(SourceIndexes.expected(pairs));
        files.deleteTree(CacheFolder.standard().folder());
        assertThat(SourceIndexes.read(index)).isEqualTo(SourceIndexes.expected(pairs));
        assertThat(CacheFolder.standard().folder()).isDirectoryRecursivelyContaining("glob:**/pictures");
    }

    @Test
    void aCacheThatIsTooSmallIsSaid() throws IOException {
        Path parquet = SourceFixtures.hub(pairs(COUNT), indexes.at("data.parquet"));
        try (LogLines lines = new LogLines(IndexStage.class)) {
            assertThat(SourceIndexes.read(indexes.of(parquet))).hasSize(COUNT);
            assertThat(lines.warnings()).noneMatch(line -> line.contains("cache"));
            CacheFolder.use(new CacheFolder(files, indexes.at("small"), 1000));
            files.deleteTree(indexes.at("index of data.parquet"));
            assertThat(SourceIndexes.read(indexes.of(parquet))).hasSize(COUNT);
            assertThat(lines.warnings()).anyMatch(line -> line.contains("option cache-size"));
        }
    }
}
