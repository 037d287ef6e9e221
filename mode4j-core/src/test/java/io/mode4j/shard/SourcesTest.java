package io.mode4j.shard;

import static io.mode4j.shard.SourceFixtures.pairs;
import static io.mode4j.shard.SourceFixtures.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.CacheFolder;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.OwnCache;
import io.mode4j.artifact.Store;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.SourceFixtures.Pair;
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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not a tar is read as if it were one. */
@ExtendWith(OwnCache.class)
class SourcesTest {
    private static final int COUNT = 25;
    private final FileLayer files = new UnsyncedFileLayer();
    @TempDir
    Path temporary;

    private Path at(String name) {
        return temporary.resolve(name);
    }

    private SampleIndex index(Path source, IndexOptions options, UnaryOperator<SourceOptions> columns) throws IOException {
        Path folder = at("index of " + source.getFileName());
        Manifest _ = new IndexStage(files, Progress.silent(), options)
                .run(ShardSet.of(List.of(source.toString()), columns.apply(SourceOptions.defaults())), folder);
        return SampleIndex.open(folder);
    }

    private SampleIndex index(Path source) throws IOException {
        return index(source, new IndexOptions(0, 2), columns -> columns);
    }

    /** What a reader gets: captions, kinds and bytes. */
    private static List<String> read(SampleIndex index) throws IOException {
        List<String> read = new ArrayList<>();
        try (ShardImages images = new ShardImages(index)) {
            for (int shard = 0; shard < index.shards(); shard++) {
                for (Sample sample : index.read(shard)) {
                    read.add(sample.captions() + " " + sample.mediaType() + " "
                            + Arrays.hashCode(images.read(shard, sample.imageOffset(), sample.imageLength())));
                }
            }
        }
        return read;
    }

    private String skipped(String index) throws IOException {
        return String.valueOf(Manifest.read(at(index)).summary().get("skipped"));
    }

    private static List<String> keys(SampleIndex index) throws IOException {
        List<String> keys = new ArrayList<>();
        for (int shard = 0; shard < index.shards(); shard++) {
            index.read(shard).forEach(sample -> keys.add(sample.key()));
        }
        return keys;
    }

    private static List<String> expected(List<Pair> pairs) {
        return pairs.stream()
                .map(pair -> pair.captions().stream().map(text -> text.replace('\t', ' ')).toList() + " image/"
                        + (pair.extension().equals("jpg") ? "jpeg" : "png") + " " + Arrays.hashCode(pair.picture()))
                .toList();
    }

    /** The same pairs in every kind of source. */
    private Map<String, Path> sources(List<Pair> pairs) throws IOException {
        Map<String, Path> sources = new TreeMap<>();
        sources.put("tar", SourceFixtures.tar(pairs, at("tar/data.tar")));
        sources.put("folder", SourceFixtures.folder(pairs, at("folder/data")));
        sources.put("hub", SourceFixtures.hub(pairs, at("hub/data.parquet")));
        sources.put("bytes", SourceFixtures.parquet(pairs, at("bytes/data.parquet"),
                "key, picture AS jpg, captions AS txt, 'https://web/' || file AS url, 'success' AS status, NULL::VARCHAR AS error_message",
                2048));
        for (Pair pair : pairs) {
            Files.createDirectories(at("paths"));
            Files.write(at("paths").resolve(pair.file()), pair.picture());
        }
        sources.put("paths", SourceFixtures.parquet(pairs, at("paths/data.parquet"), "file AS file_name, captions AS text", 2048));
        return sources;
    }

    @Test
    void thePairsAreTheSameWhateverTheyAreIn() throws IOException {
        List<Pair> pairs = pairs(COUNT);
        for (Map.Entry<String, Path> source : sources(pairs).entrySet()) {
            SampleIndex index = index(source.getValue());
            assertThat(read(index)).as(source.getKey()).isEqualTo(expected(pairs));
            assertThat(keys(index)).as(source.getKey()).isEqualTo(pairs.stream().map(Pair::key).toList());
            files.deleteTree(at("index of " + source.getValue().getFileName()));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\'', value = {"','; filepath; title", "'|'; filepath; title", "'\t'; image; caption",
        "','; Image_Path; TEXT"})
    void listsAreFoundByLooking(String separator, String image, String caption) throws IOException {
        List<Pair> pairs = single(pairs(COUNT));
        Path list = SourceFixtures.csv(pairs, at("data.csv"), separator, image, caption);
        SampleIndex index = index(list);
        assertThat(read(index)).isEqualTo(expected(pairs));
        assertThat(keys(index).getFirst()).isEqualTo("pictures/pair00000");
    }

    @Test
    void columnsThatAreNamedAreRead() throws IOException {
        List<Pair> pairs = single(pairs(5));
        Path list = SourceFixtures.csv(pairs, at("data.tsv"), ":", "one", "two");
        assertThatThrownBy(() -> index(list)).isInstanceOf(BadInputException.class).hasMessageContaining("option csv-separator");
        UnaryOperator<SourceOptions> colon = columns -> columns.withSeparator(":");
        assertThatThrownBy(() -> index(list, IndexOptions.defaults(), colon)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("no column of pictures or of their paths among one, two, mood")
                .hasMessageContaining("option image-column");
        UnaryOperator<SourceOptions> wrong = columns -> colon.apply(columns).withImage("three");
        assertThatThrownBy(() -> index(list, IndexOptions.defaults(), wrong))
                .hasMessageContaining("no column 'three'; it has one, two, mood");
        UnaryOperator<SourceOptions> image = columns -> colon.apply(columns).withImage("one");
        assertThatThrownBy(() -> index(list, IndexOptions.defaults(), image)).hasMessageContaining("option caption-columns");
        SampleIndex index = index(list, new IndexOptions(0, 1), columns -> image.apply(columns).withCaptions(List.of("two", "mood")));
        assertThat(index.read(0).get(1).captions()).containsExactly(pairs.get(1).captions().getFirst(), "wild");
    }

    @Test
    void whatAreTakenForWhatIsSaid() throws IOException {
        List<Pair> pairs = pairs(3);
        Map<String, Path> sources = sources(pairs);
        sources.put("csv", SourceFixtures.csv(pairs, at("csv.csv"), "\t", "filepath", "title"));
        List<String> said = new ArrayList<>();
        for (Path source : sources.values()) {
            said.addAll(ShardSet.of(List.of(source.toString())).remarks());
        }
        assertThat(said.stream().map(line -> line.replace(temporary.toString(), "T")).toList()).containsExactly(
                "T/bytes/data.parquet: 1 shard, rows of Parquet: pictures in column jpg, captions in column txt, keys in column key",
                "T/csv.csv: 1 shard, a list with a tab between cells: paths of pictures in column filepath, captions in column title",
                "T/folder/data: 1 shard, pictures in files, with .txt or .json beside them",
                "T/hub/data.parquet: 1 shard, rows of Parquet: pictures in column image, captions in column caption",
                "T/paths/data.parquet: 1 shard, a list in Parquet: paths of pictures in column file_name, captions in column text",
                "T/tar/data.tar: 1 shard, tars");
    }

    private SortedMap<String, String> bytes(Path folder) throws IOException {
        SortedMap<String, String> bytes = new TreeMap<>();
        for (String name : Store.of(folder).names()) {
            bytes.put(name, Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1));
        }
        return bytes;
    }

    @Test
    void partsThatAreDoneElsewhereMakeTheSameBytes() throws IOException {
        for (Map.Entry<String, Path> source : sources(pairs(COUNT)).entrySet()) {
            Path folder = at("index of " + source.getValue().getFileName());
            IndexOptions options = new IndexOptions(0, 2).withHoldout(new Holdout(0.2, 3));
            ShardSet shards = ShardSet.of(List.of(source.getValue().toString()));
            new IndexStage(files, Progress.silent(), options).run(shards, folder);
            SortedMap<String, String> here = bytes(folder);
            files.deleteTree(folder);
            new IndexStage(files, Progress.silent(), options, new FarRunner()).run(shards, folder);
            assertThat(bytes(folder)).as(source.getKey()).isEqualTo(here);
            files.deleteTree(folder);
        }
    }

    @Test
    void sourcesMayBeMovedWithTheirIndex() throws IOException {
        List<Pair> pairs = pairs(COUNT);
        for (Map.Entry<String, Path> source : sources(pairs).entrySet()) {
            Path folder = at("all").resolve(source.getKey());
            Path data = source.getValue().getParent();
            Files.createDirectories(folder);
            Files.move(data, folder.resolve("data"));
            Path moved = folder.resolve("data").resolve(source.getValue().getFileName());
            Manifest first = new IndexStage(files, Progress.silent(), new IndexOptions(0, 2)).run(ShardSet.of(List.of(moved.toString())),
                    folder.resolve("index"));
            Path elsewhere = at("elsewhere " + source.getKey());
            Files.move(folder, elsewhere);
            assertThat(read(SampleIndex.open(elsewhere.resolve("index")))).as(source.getKey()).isEqualTo(expected(pairs));
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
        List<String> patterns = List.of(SourceFixtures.hub(pairs, at("a/data.parquet")).toString(),
                SourceFixtures.tar(pairs, at("b/data.tar")).toString(),
                SourceFixtures.csv(single, at("list.csv"), ",", "filepath", "title").toString());
        ShardSet set = ShardSet.of(patterns);
        assertThat(set.names()).containsExactly("00000-data", "00001-data", "00002-list");
        Path folder = at("index");
        new IndexStage(files, Progress.silent(), new IndexOptions(0, 3)).run(set, folder);
        List<String> all = new ArrayList<>(expected(pairs));
        all.addAll(expected(pairs));
        all.addAll(expected(single));
        assertThat(read(SampleIndex.open(folder))).isEqualTo(all);
    }

    @Test
    void pairsAreHeldOutOfAnySource() throws IOException {
        IndexOptions fifth = new IndexOptions(0, 2).withHoldout(new Holdout(0.2, 3));
        List<Pair> pairs = new ArrayList<>(pairs(COUNT));
        pairs.set(7, new Pair(pairs.get(7).key(), pairs.get(9).picture(), "jpg", pairs.get(7).captions(), "")); // a copy is not held out
        List<List<String>> heldOut = new ArrayList<>();
        for (Map.Entry<String, Path> source : sources(pairs).entrySet()) {
            SampleIndex index = index(source.getValue(), fifth, columns -> columns);
            assertThat(index.heldOutRows()).isEqualTo(5);
            assertThat(read(index)).as(source.getKey()).hasSize(COUNT - 5);
            List<String> found = new ArrayList<>();
            try (ShardImages images = new ShardImages(index)) {
                for (HeldOutPair pair : index.heldOut()) {
                    Sample sample = pair.sample();
                    found.add(sample.key() + Arrays.hashCode(images.read(pair.shard(), sample.imageOffset(), sample.imageLength())));
                }
            }
            assertThat(found).noneMatch(pair -> pair.startsWith("pair00007") || pair.startsWith("pair00009"));
            heldOut.add(found);
            files.deleteTree(at("index of " + source.getValue().getFileName()));
        }
        assertThat(heldOut).allMatch(heldOut.getFirst()::equals);
    }

    @Test
    void badRowsAreCountedAndTheOthersRead() throws IOException {
        List<Pair> pairs = pairs(6);
        String picture = "CASE key WHEN 'pair00001' THEN NULL WHEN 'pair00002' THEN ''::BLOB WHEN 'pair00003' THEN 'GIF89a..............'::BLOB ELSE picture END AS image";
        String caption = "CASE key WHEN 'pair00004' THEN NULL WHEN 'pair00005' THEN ['  '] ELSE captions END AS caption";
        Path parquet = SourceFixtures.parquet(pairs, at("bad.parquet"), "key, " + picture + ", " + caption, 2048);
        SampleIndex index = index(parquet, new IndexOptions(1, 1), columns -> columns);
        assertThat(read(index)).isEqualTo(expected(pairs.subList(0, 1)));
        assertThat(skipped("index of bad.parquet")).contains(
                "missing image={count=1, first=[bad/pair00001]}", "empty image={count=1, first=[bad/pair00002]}",
                "no picture={count=1, first=[bad/pair00003]}", "missing caption={count=1, first=[bad/pair00004]}",
                "empty caption={count=1, first=[bad/pair00005]}");

        Path list = SourceFixtures.csv(single(pairs), at("list.csv"), ",", "filepath", "title");
        Files.delete(at("pictures/" + pairs.get(2).file()));
        Files.write(at("pictures/" + pairs.get(3).file()), new byte[0]);
        Files.writeString(list,
                Files.readString(list) + "\npictures/" + pairs.get(0).file() + "\n,no path,\npictures/" + pairs.get(0).file() + ",again\n");
        index = index(list, new IndexOptions(1, 1), columns -> columns);
        assertThat(keys(index)).containsExactly("pictures/pair00000", "pictures/pair00001", "pictures/pair00004", "pictures/pair00005",
                "pictures/pair00000-8");
        assertThat(read(index).getLast()).startsWith("[again]").endsWith(String.valueOf(Arrays.hashCode(pairs.getFirst().picture())));
        assertThat(skipped("index of list.csv")).contains(
                "missing image={count=2, first=[list/pictures/pair00002, list/000000007]}",
                "empty image={count=1, first=[list/pictures/pair00003]}",
                "missing caption={count=1, first=[list/pictures/pair00000-6]}");
    }

    @Test
    void whatCouldNotBeDownloadedIsCountedAndNotHeldAgainstTheData() throws IOException {
        List<Pair> pairs = pairs(10);
        Path parquet = SourceFixtures.parquet(pairs, at("web.parquet"),
                "'http://x/' || file AS url, key, CASE WHEN key < 'pair00006' THEN NULL ELSE picture END AS jpg, captions[1] AS caption, "
                        + "CASE WHEN key < 'pair00006' THEN 'failed_to_download' ELSE 'success' END AS status, NULL::VARCHAR AS error_message",
                2048);
        SampleIndex index = index(parquet);
        assertThat(read(index)).isEqualTo(expected(single(pairs.subList(6, 10))));
        assertThat(skipped("index of web.parquet")).startsWith("{not downloaded={count=6");
    }

    @Test
    void whatImg2datasetWroteIsReadAsItLies() throws IOException {
        List<Pair> pairs = pairs(6);
        Path out = at("downloaded");
        String said = "'http://x/' || file AS url, captions[1] AS caption, key, 'success' AS status, NULL::VARCHAR AS error_message";
        SourceFixtures.tar(pairs, out.resolve("00000.tar"));
        SourceFixtures.parquet(pairs, out.resolve("00000.parquet"), said, 2048);
        Files.writeString(out.resolve("00000_stats.json"), "{\"count\": 6}");
        assertThat(ShardSet.of(List.of(out.toString())).remarks()).containsExactly(out + ": 1 shard, tars that img2dataset wrote");
        assertThat(read(index(out))).isEqualTo(expected(pairs));

        Path parts = at("parts");
        SourceFixtures.folder(pairs.subList(0, 3), parts.resolve("00000"));
        SourceFixtures.folder(pairs.subList(3, 6), parts.resolve("00001"));
        for (String part : List.of("00000", "00001")) {
            SourceFixtures.parquet(pairs, parts.resolve(part + ".parquet"), said, 2048);
            Files.writeString(parts.resolve(part + "_stats.json"), "{\"count\": 3}");
        }
        SampleIndex index = index(parts);
        assertThat(read(index)).isEqualTo(expected(pairs));
        assertThat(keys(index)).startsWith("00000/pair00000").endsWith("00001/pair00005");
        assertThat(skipped("index of parts")).isEqualTo("{}");

        assertThatThrownBy(() -> index(out.resolve("00000.parquet"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("addresses of pictures and no pictures")
                .hasMessageContaining("img2dataset");
    }

    @Test
    void corruptFilesStopTheRun() throws IOException {
        byte[] whole = Files.readAllBytes(SourceFixtures.hub(pairs(COUNT), at("whole.parquet")));
        Path cut = Files.write(at("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> index(cut)).isInstanceOf(DamagedException.class)
                .hasMessageStartingWith(cut + " is damaged: expected a whole Parquet file, found ");
        byte[] bytes = whole.clone();
        Arrays.fill(bytes, 200, 400, (byte) 0x55);
        Path bad = Files.write(at("bad.parquet"), bytes);
        assertThatThrownBy(() -> read(index(bad))).isInstanceOf(DamagedException.class).hasMessageContaining(bad.toString());
        Path page = Files.writeString(at("page.parquet"), "<!DOCTYPE html><html><body>403</body></html>");
        assertThatThrownBy(() -> index(page)).isInstanceOf(BadInputException.class).hasMessageContaining("an HTML page");
        assertThatThrownBy(() -> index(Files.write(at("empty.parquet"), new byte[0]))).hasMessageContaining("an empty file");
        Path open = Files.writeString(at("open.csv"), "filepath,title\na.png,\"a caption\nb.png,another\n");
        assertThatThrownBy(() -> index(open)).isInstanceOf(BadInputException.class)
                .hasMessageContaining(open + ": a quote at byte 21 that is never closed");
        Path wide = Files.writeString(at("wide.csv"), "filepath,title\na.png,one, two\n");
        assertThatThrownBy(() -> index(wide)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("row 1, at byte 15: expected 2 cells as in the first row, found 3");
        Path wide16 = Files.write(at("wide16.csv"), "\uFEFFfilepath,title\n".getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(() -> index(wide16)).hasMessageContaining("found UTF-16");
    }

    @Test
    void addressesAreRefused() throws IOException {
        Path csv = Files.writeString(at("web.csv"), "image,caption\nhttps://web/a.jpg,one\n");
        assertThatThrownBy(() -> index(csv)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("found addresses")
                .hasMessageContaining("img2dataset");
        Path parquet = SourceFixtures.parquet(pairs(3), at("web.parquet"), "'https://web/' || file AS image, captions", 2048);
        assertThatThrownBy(() -> index(parquet)).isInstanceOf(BadInputException.class).hasMessageContaining("found addresses");
    }

    @Test
    void parquetWithoutPicturesOrCaptionsIsRefused() throws IOException {
        Path mute = SourceFixtures.parquet(pairs(3), at("mute.parquet"), "picture AS image, length(mood) AS n, key AS id, file AS path",
                2048);
        assertThatThrownBy(() -> index(mute)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("no column of captions could be told among image, n, id, path");
        Path blind = SourceFixtures.parquet(pairs(3), at("blind.parquet"), "'text'::BLOB AS image, captions", 2048);
        assertThatThrownBy(() -> index(blind)).isInstanceOf(BadInputException.class).hasMessageContaining("no column of pictures");
        Path twice = SourceFixtures.parquet(pairs(3), at("twice.parquet"), "picture AS left_eye, picture AS right_eye, captions", 2048);
        assertThatThrownBy(() -> index(twice)).hasMessageContaining("several columns hold pictures: left_eye, right_eye");
        assertThat(read(index(twice, new IndexOptions(0, 1), columns -> columns.withImage("right_eye")))).isEqualTo(expected(pairs(3)));
    }

    @Test
    void aFolderWithoutAnythingAndAPictureAreRefused() throws IOException {
        Files.createDirectories(at("lists"));
        Files.writeString(at("lists/a.csv"), "filepath,title\n");
        assertThatThrownBy(() -> index(at("lists"))).isInstanceOf(BadInputException.class).hasMessageContaining("name the list itself");
        SourceFixtures.folder(pairs(2), at("pictures"));
        assertThatThrownBy(() -> index(at("pictures/pair00000.png"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("Give its folder");
    }

    @Test
    void rowGroupsGoTogetherAndLargeOnesApart() throws IOException {
        Path parquet = SourceFixtures.parquet(single(pairs(5000)), at("many.parquet"), "picture AS image, captions", 2048);
        ParquetTable table = ParquetTable.look(parquet);
        assertThat(table.groups()).containsExactly(2048L, 2048L, 904L);
        TableColumns columns = table.find(SourceOptions.defaults());
        assertThat(rows(table.split(columns, 1000, 10_000))).containsExactly("0-2048", "2048-4096", "4096-5000");
        assertThat(rows(table.split(columns, 3000, 10_000))).containsExactly("0-4096", "4096-5000");
        assertThat(rows(table.split(columns, 1000, 600))).containsExactly("0-600", "600-1200", "1200-2048", "2048-2648", "2648-3248",
                "3248-4096", "4096-5000");
        SampleIndex index = index(parquet);
        assertThat(index.name(2)).isEqualTo("many-00002");
        assertThat(read(index)).isEqualTo(expected(single(pairs(5000))));
    }

    private static List<String> rows(List<Shard> shards) {
        return shards.stream().map(shard -> shard.part().getOrDefault("rows", "")).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100})
    void aFolderIsSplitBetweenKeys(int keys) throws IOException {
        Path folder = at("folder");
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
    void aListIsSplitBetweenRows() throws IOException {
        List<Pair> pairs = single(pairs(COUNT));
        Path list = SourceFixtures.csv(pairs, at("data.csv"), ",", "filepath", "title");
        Files.writeString(list, Files.readString(list).replace("\n", "\r\n\r\n"));
        CsvTable table = CsvTable.look(list, SourceOptions.defaults());
        List<Shard> shards = table.split(table.columns(SourceOptions.defaults()), 7);
        assertThat(shards).hasSize(4);
        List<String> keys = new ArrayList<>();
        for (Shard shard : shards) {
            shard.format().reader().scan(shard, TxtLines.WHOLE, KeyEnd.FIRST_DOT).samples().forEach(sample -> keys.add(sample.key()));
        }
        assertThat(keys).isEqualTo(pairs.stream().map(pair -> "pictures/" + pair.key()).toList());
    }

    @Test
    void picturesThatChangedAreNotTakenForWhatTheyWere() throws IOException {
        List<Pair> pairs = pairs(4);
        Path folder = SourceFixtures.folder(pairs, at("folder"));
        SampleIndex index = index(folder);
        Files.write(folder.resolve("pair00001.jpg"), new byte[3]);
        assertThatThrownBy(() -> read(index)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("pair00001.jpg")
                .hasMessageContaining("found 3 bytes");
        Files.delete(folder.resolve("pair00001.jpg"));
        assertThatThrownBy(() -> read(index)).isInstanceOf(DamagedException.class).hasMessageContaining("found no file");
        Shard before = index.shard(0);
        String changed = before.fingerprint();
        Files.write(folder.resolve("pair00001.jpg"), pairs.get(1).picture());
        assertThat(before.fingerprint()).isNotEqualTo(changed);
    }

    @Test
    void whatGoesFromTheCacheIsUnpackedAgain() throws IOException {
        List<Pair> pairs = pairs(COUNT);
        SampleIndex index = index(SourceFixtures.hub(pairs, at("data.parquet")));
        assertThat(read(index)).isEqualTo(expected(pairs));
        files.deleteTree(CacheFolder.standard().folder());
        assertThat(read(index)).isEqualTo(expected(pairs));
        assertThat(CacheFolder.standard().folder()).isDirectoryRecursivelyContaining("glob:**/pictures");
    }

    @Test
    void structsOfPathsAreLists() throws IOException {
        List<Pair> pairs = pairs(5);
        for (Pair pair : pairs) {
            Files.write(at(pair.file()), pair.picture());
        }
        Path parquet = SourceFixtures.parquet(pairs, at("local.parquet"), "{'bytes': NULL::BLOB, 'path': file} AS image, captions", 2048);
        assertThat(ShardSet.of(List.of(parquet.toString())).remarks().getFirst())
                .contains("a list in Parquet: paths of pictures in column image");
        assertThat(read(index(parquet))).isEqualTo(expected(pairs));
        Path named = SourceFixtures.parquet(pairs, at("named.parquet"),
                "file AS filename, captions AS \"the \"\"caption\"\"\", mood AS \"key\"", 2048);
        assertThat(read(index(named, new IndexOptions(0, 1), columns -> columns.withCaptions(List.of("the \"caption\"")))))
                .isEqualTo(expected(pairs));
    }

    @Test
    void aCacheThatIsTooSmallIsSaid() throws IOException {
        Path parquet = SourceFixtures.hub(pairs(COUNT), at("data.parquet"));
        try (LogLines lines = new LogLines(IndexStage.class)) {
            assertThat(read(index(parquet))).hasSize(COUNT);
            assertThat(lines.warnings()).noneMatch(line -> line.contains("cache"));
            CacheFolder.use(new CacheFolder(files, at("small"), 1000));
            files.deleteTree(at("index of data.parquet"));
            assertThat(read(index(parquet))).hasSize(COUNT);
            assertThat(lines.warnings()).anyMatch(line -> line.contains("option cache-size"));
        }
    }

    @Test
    void labelsAreReadFromColumns() throws IOException {
        List<Pair> pairs = pairs(6);
        Map<String, Path> sources = new TreeMap<>(Map.of("hub", SourceFixtures.hub(pairs, at("hub.parquet")), "tar",
                SourceFixtures.tar(pairs, at("data.tar")), "csv", SourceFixtures.csv(pairs, at("list.csv"), ",", "filepath", "title")));
        for (Map.Entry<String, Path> source : sources.entrySet()) {
            List<String> labels = new ArrayList<>();
            for (Shard shard : ShardSet.of(List.of(source.getValue().toString())).shards()) {
                ShardPicture.read(shard, KeyEnd.FIRST_DOT, TxtLines.WHOLE, true,
                        picture -> labels.add(picture.label("mood") + " " + Arrays.hashCode(picture.image())));
            }
            assertThat(labels).as(source.getKey())
                    .isEqualTo(pairs.stream().map(pair -> pair.mood() + " " + Arrays.hashCode(pair.picture())).toList());
        }
    }
}
