package io.mode4j.shard.source;

import static io.mode4j.shard.source.SourceFixtures.pairs;
import static io.mode4j.shard.source.SourceFixtures.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.OwnCache;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.SourceFixtures.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be read of a source is counted, or stops the run and says why. */
@ExtendWith(OwnCache.class)
class BadSourcesTest {
    private static final int COUNT = 25;

    private SourceIndexes indexes = new SourceIndexes(Path.of(""));

    @BeforeEach
    void use(@TempDir Path folder) {
        indexes = new SourceIndexes(folder);
    }

    @Test
    void badRowsAreCountedAndTheOthersRead() throws IOException {
        List<Pair> pairs = pairs(6);
        String picture = "CASE key WHEN 'pair00001' THEN NULL WHEN 'pair00002' THEN ''::BLOB WHEN 'pair00003' THEN 'GIF89a..............'::BLOB ELSE picture END AS image";
        String caption = "CASE key WHEN 'pair00004' THEN NULL WHEN 'pair00005' THEN ['  '] ELSE captions END AS caption";
        Path parquet = SourceFixtures.parquet(pairs, indexes.at("bad.parquet"), "key, " + picture + ", " + caption, 2048);
        SampleIndex index = indexes.of(parquet, new IndexOptions(1, 1), columns -> columns);
        assertThat(SourceIndexes.read(index)).isEqualTo(SourceIndexes.expected(pairs.subList(0, 1)));
        assertThat(indexes.skipped("index of bad.parquet")).contains(
                "missing image={count=1, first=[bad/pair00001]}", "empty image={count=1, first=[bad/pair00002]}",
                "no picture={count=1, first=[bad/pair00003]}", "missing caption={count=1, first=[bad/pair00004]}",
                "empty caption={count=1, first=[bad/pair00005]}");

        Path list = SourceFixtures.csv(single(pairs), indexes.at("list.csv"), ",", "filepath", "title");
        Files.delete(indexes.at("pictures/" + pairs.get(2).file()));
        Files.write(indexes.at("pictures/" + pairs.get(3).file()), new byte[0]);
        Files.writeString(list,
                Files.readString(list) + "\npictures/" + pairs.get(0).file() + "\n,no path,\npictures/" + pairs.get(0).file() + ",again\n");
        index = indexes.of(list, new IndexOptions(1, 1), columns -> columns);
        assertThat(SourceIndexes.keys(index)).containsExactly("pictures/pair00000", "pictures/pair00001", "pictures/pair00004",
                "pictures/pair00005",
                "pictures/pair00000-8");
        assertThat(SourceIndexes.read(index).getLast()).startsWith("[again]")
                .endsWith(String.valueOf(Arrays.hashCode(pairs.getFirst().picture())));
        assertThat(indexes.skipped("index of list.csv")).contains(
                "missing image={count=2, first=[list/pictures/pair00002, list/000000007]}",
                "empty image={count=1, first=[list/pictures/pair00003]}",
                "missing caption={count=1, first=[list/pictures/pair00000-6]}");
    }

    @Test
    void whatCouldNotBeDownloadedIsCountedAndNotHeldAgainstTheData() throws IOException {
        List<Pair> pairs = pairs(10);
        Path parquet = SourceFixtures.parquet(pairs, indexes.at("web.parquet"),
                "'http://x/' || file AS url, key, CASE WHEN key < 'pair00006' THEN NULL ELSE picture END AS jpg, captions[1] AS caption, "
                        + "CASE WHEN key < 'pair00006' THEN 'failed_to_download' ELSE 'success' END AS status, NULL::VARCHAR AS error_message",
                2048);
        SampleIndex index = indexes.of(parquet);
        assertThat(SourceIndexes.read(index)).isEqualTo(SourceIndexes.expected(single(pairs.subList(6, 10))));
        assertThat(indexes.skipped("index of web.parquet")).startsWith("{not downloaded={count=6");
    }

    @Test
    void corruptFilesStopTheRun() throws IOException {
        byte[] whole = Files.readAllBytes(SourceFixtures.hub(pairs(COUNT), indexes.at("whole.parquet")));
        Path cut = Files.write(indexes.at("cut.parquet"), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> indexes.of(cut)).isInstanceOf(DamagedException.class)
                .hasMessageStartingWith(cut + " is damaged: expected a whole Parquet file, found ");
        byte[] bytes = whole.clone();
        Arrays.fill(bytes, 200, 400, (byte) 0x55);
        Path bad = Files.write(indexes.at("bad.parquet"), bytes);
        assertThatThrownBy(() -> SourceIndexes.read(indexes.of(bad))).isInstanceOf(DamagedException.class)
                .hasMessageContaining(bad.toString());
        Path page = Files.writeString(indexes.at("page.parquet"), "<!DOCTYPE html><html><body>403</body></html>");
        assertThatThrownBy(() -> indexes.of(page)).isInstanceOf(BadInputException.class).hasMessageContaining("an HTML page");
        assertThatThrownBy(() -> indexes.of(Files.write(indexes.at("empty.parquet"), new byte[0]))).hasMessageContaining("an empty file");
        Path open = Files.writeString(indexes.at("open.csv"), "filepath,title\na.png,\"a caption\nb.png,another\n");
        assertThatThrownBy(() -> indexes.of(open)).isInstanceOf(BadInputException.class)
                .hasMessageContaining(open + ": a quote at byte 21 that is never closed");
        Path wide = Files.writeString(indexes.at("wide.csv"), "filepath,title\na.png,one, two\n");
        assertThatThrownBy(() -> indexes.of(wide)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("row 1, at byte 15: expected 2 cells as in the first row, found 3");
        Path wide16 = Files.write(indexes.at("wide16.csv"), "\uFEFFfilepath,title\n".getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(() -> indexes.of(wide16)).hasMessageContaining("found UTF-16");
    }

    @Test
    void addressesAreRefused() throws IOException {
        Path csv = Files.writeString(indexes.at("web.csv"), "image,caption\nhttps://web/a.jpg,one\n");
        assertThatThrownBy(() -> indexes.of(csv)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("found addresses")
                .hasMessageContaining("img2dataset");
        Path parquet = SourceFixtures.parquet(pairs(3), indexes.at("web.parquet"), "'https://web/' || file AS image, captions", 2048);
        assertThatThrownBy(() -> indexes.of(parquet)).isInstanceOf(BadInputException.class).hasMessageContaining("found addresses");
    }

    @Test
    void aFolderWithoutAnythingAndAPictureAreRefused() throws IOException {
        Files.createDirectories(indexes.at("lists"));
        Files.writeString(indexes.at("lists/a.csv"), "filepath,title\n");
        assertThatThrownBy(() -> indexes.of(indexes.at("lists"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("name the list itself");
        SourceFixtures.folder(pairs(2), indexes.at("pictures"));
        assertThatThrownBy(() -> indexes.of(indexes.at("pictures/pair00000.png"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("Give its folder");
    }

    @Test
    void picturesThatChangedAreNotTakenForWhatTheyWere() throws IOException {
        List<Pair> pairs = pairs(4);
        Path folder = SourceFixtures.folder(pairs, indexes.at("folder"));
        SampleIndex index = indexes.of(folder);
        Files.write(folder.resolve("pair00001.jpg"), new byte[3]);
        assertThatThrownBy(() -> SourceIndexes.read(index)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("pair00001.jpg")
                .hasMessageContaining("found 3 bytes");
        Files.delete(folder.resolve("pair00001.jpg"));
        assertThatThrownBy(() -> SourceIndexes.read(index)).isInstanceOf(DamagedException.class).hasMessageContaining("found no file");
        Shard before = index.shard(0);
        String changed = before.fingerprint();
        Files.write(folder.resolve("pair00001.jpg"), pairs.get(1).picture());
        assertThat(before.fingerprint()).isNotEqualTo(changed);
    }
}
