package io.mode4j.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FailingFileLayer;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.Seals;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.format.BitFlips;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class IndexStageTest {
    private final FileLayer files = new UnsyncedFileLayer();
    @TempDir
    Path temporary;
    private Path data;
    private Path folder;

    @BeforeEach
    void name() {
        data = temporary.resolve("data");
        folder = temporary.resolve("run/index");
    }

    private Manifest index(FileLayer layer, double maxSkippedShare, int workers) throws IOException {
        return new IndexStage(layer, Progress.silent(), new IndexOptions(maxSkippedShare, workers))
                .run(ShardSet.of(List.of(data.toString())), folder);
    }

    private Manifest index() throws IOException {
        return index(files, 0.5, 2);
    }

    /** Two shards of two samples, with one skipped each, and an empty one. */
    private void threeShards() throws IOException {
        ShardFixtures.tar().pair("a", "an ant").pair("b", "a bee").member("mute.jpg", new byte[1]).write(data.resolve("00000.tar"));
        ShardFixtures.tar().write(data.resolve("00001.tar"));
        ShardFixtures.tar()
                .pair("d", "a dog's \"life\"; 'quoted'")
                .member("e.webp", new byte[3])
                .member("e.json", "{\"texts\": [[\"alt\", \"an ear\"], [\"alt\", \"ä 😀\"]]}")
                .member("lone.txt", "x")
                .write(data.resolve("00002.tar"));
    }

    private static JsonNode summary(Manifest manifest) {
        return JsonMapper.shared().valueToTree(manifest.summary());
    }

    @Test
    void writesARowASample() throws IOException {
        threeShards();
        Manifest manifest = index();
        assertThat(manifest.files()).containsOnlyKeys("00000.parquet", "00001.parquet", "00002.parquet");
        SampleIndex index = SampleIndex.open(folder);
        assertThat(index.shards()).isEqualTo(3);
        assertThat(index.rows()).isEqualTo(4);
        assertThat(index.name(2)).isEqualTo("00002");
        assertThat(index.path(2)).isEqualTo(data.resolve("00002.tar"));
        assertThat(List.of(index.rows(0), index.rows(1), index.rows(2))).containsExactly(2, 0, 2);
        assertThat(index.read(1)).isEmpty();
        for (int shard : new int[]{0, 2}) {
            assertThat(index.read(shard)).isEqualTo(ShardScan.of(index.path(shard), TxtLines.WHOLE, KeyEnd.FIRST_DOT).samples()).hasSize(2);
        }
        assertThat(index.read(2).get(1).captions()).containsExactly("an ear", "ä 😀");
        JsonNode summary = summary(manifest);
        assertThat(summary.get("rows").asInt()).isEqualTo(4);
        assertThat(summary.get("emptyShards").asInt()).isEqualTo(1);
        assertThat(summary.get("skipped").toString())
                .isEqualTo(
                        "{\"missing image\":{\"count\":1,\"first\":[\"00002/lone\"]},\"missing caption\":{\"count\":1,\"first\":[\"00000/mute\"]}}");
        assertThat(summary.get("duplicatesAcrossShards").toString()).isEqualTo("{\"keys\":0,\"first\":{}}");
    }

    @Test
    void imagesAreWhereTheIndexSays() throws IOException {
        threeShards();
        index();
        SampleIndex index = SampleIndex.open(folder);
        try (ShardImages images = new ShardImages(index)) {
            Sample bee = index.read(0).get(1);
            assertThat(images.read(0, bee.imageOffset(), bee.imageLength())).isEqualTo(ShardFixtures.png(8, "b".hashCode()));
            assertThatThrownBy(() -> images.read(0, 1 << 20, 10)).isInstanceOf(DamagedException.class).hasMessageContaining("00000.tar");
            Files.delete(data.resolve("00002.tar"));
            assertThatThrownBy(() -> images.read(2, 512, 10)).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("00002.tar")
                    .hasMessageContaining("is gone");
        }
    }

    @Test
    void manyOpenShardsNeedFewOpenFiles() throws IOException {
        for (int i = 0; i < 300; i++) {
            ShardFixtures.tar().pair("key" + i, "caption").write(data.resolve("%05d.tar".formatted(i)));
        }
        index();
        SampleIndex index = SampleIndex.open(folder);
        ShardImages images = new ShardImages(index);
        for (int shard = 0; shard < 300; shard++) {
            Sample sample = index.read(shard).getFirst();
            assertThat(images.read(shard, sample.imageOffset(), sample.imageLength()))
                    .isEqualTo(ShardFixtures.png(8, ("key" + shard).hashCode()));
        }
        images.close();
        assertThatThrownBy(() -> images.read(0, 512, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theNumberOfWorkersDoesNotMatter() throws IOException {
        threeShards();
        Manifest one = index(files, 0.5, 1);
        files.deleteTree(folder);
        assertThat(index(files, 0.5, 3)).isEqualTo(one);
    }

    @Test
    void doneWorkIsSkippedAndOtherShardsAreRefused() throws IOException {
        threeShards();
        Manifest first = index();
        FileTime written = Files.getLastModifiedTime(folder.resolve(Manifest.NAME));
        assertThat(index()).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(folder.resolve(Manifest.NAME))).isEqualTo(written);
        ShardFixtures.tar().pair("other", "content").write(data.resolve("00001.tar"));
        assertThatThrownBy(this::index).isInstanceOf(MismatchException.class)
                .hasMessageContaining("00001 has other content");
    }

    @Test
    void movedShardsHaveTheSameFingerprint() throws IOException {
        threeShards();
        String fingerprint = index().fingerprint();
        files.deleteTree(folder);
        Path moved = temporary.resolve("moved");
        Files.move(data, moved);
        data = moved;
        assertThat(index().fingerprint()).isEqualTo(fingerprint);
        assertThat(SampleIndex.open(folder).path(0)).isEqualTo(moved.resolve("00000.tar"));
    }

    @Test
    void shardsThatWereMovedAreTheSameAndTheManifestSaysWhereTheyAre() throws IOException {
        threeShards();
        Manifest first = index();
        FileTime written = Files.getLastModifiedTime(folder.resolve("00000.parquet"));
        Path moved = Files.createDirectories(temporary.resolve("far")).resolve("away");
        Files.move(data, moved);
        assertThatThrownBy(() -> SampleIndex.open(folder).path(0)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("shard 00000 was indexed at " + data.resolve("00000.tar") + " and is gone")
                .hasMessageContaining("option shards");
        data = moved;
        Manifest second = index();
        assertThat(Files.getLastModifiedTime(folder.resolve("00000.parquet"))).isEqualTo(written);
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(second.recipe()).isEqualTo(first.recipe());
        assertThat(SampleIndex.open(folder).path(0)).isEqualTo(moved.resolve("00000.tar"));
        assertThat(index()).isEqualTo(second);
        assertThat(folder.resolve(".lock")).doesNotExist();
    }

    @Test
    void aRunThatIsMovedWithItsShardsFindsThem() throws IOException {
        threeShards();
        index();
        Sample bee = SampleIndex.open(folder).read(0).get(1);
        Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
        Files.move(data, elsewhere.resolve("data"));
        Files.move(temporary.resolve("run"), elsewhere.resolve("run"));
        SampleIndex index = SampleIndex.open(elsewhere.resolve("run/index"));
        assertThat(index.path(2)).isEqualTo(elsewhere.resolve("data/00002.tar"));
        try (ShardImages images = new ShardImages(index)) {
            assertThat(images.read(0, bee.imageOffset(), bee.imageLength())).isEqualTo(ShardFixtures.png(8, "b".hashCode()));
        }
        Files.delete(elsewhere.resolve("data/00001.tar"));
        ShardFixtures.tar().pair("other", "content").write(elsewhere.resolve("data/00001.tar"));
        assertThatThrownBy(() -> index.path(1)).isInstanceOf(BadInputException.class)
                .hasMessageContaining(elsewhere.resolve("data/00001.tar") + " is not the same");
    }

    @Test
    void aRunThatIsMovedAloneFindsItsShardsWhereTheyAre() throws IOException {
        threeShards();
        index();
        Path moved = Files.createDirectories(temporary.resolve("a/b/c")).resolve("run");
        Files.move(temporary.resolve("run"), moved);
        assertThat(SampleIndex.open(moved.resolve("index")).path(0)).isEqualTo(data.resolve("00000.tar"));
    }

    /** As the first versions wrote it: shards by their absolute paths. */
    private void nameShardsByPaths(String file) throws IOException {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(Files.readString(folder.resolve(file)));
        ObjectNode recipe = file.equals(Manifest.NAME) ? (ObjectNode) tree.get("recipe") : tree;
        ObjectNode inputs = JsonMapper.shared().createObjectNode();
        recipe.get("inputs")
                .properties()
                .forEach(shard -> inputs.set(data.resolve(shard.getKey().replace("shard ", "") + ".tar").toString(), shard.getValue()));
        recipe.set("inputs", inputs);
        if (tree.has("summary")) {
            tree.get("summary").get("shards").forEach(shard -> ((ObjectNode) shard).remove("relative"));
        }
        Seals.write(files, folder.resolve(file), tree);
    }

    @Test
    void anIndexThatNamesShardsByTheirPathsStaysGood() throws IOException {
        threeShards();
        Manifest made = index();
        nameShardsByPaths(Manifest.NAME);
        assertThat(Manifest.read(folder).recipe().inputs()).containsKey(data.resolve("00000.tar").toString());
        assertThat(index().fingerprint()).isEqualTo(made.fingerprint());
        Files.move(data, temporary.resolve("moved"));
        data = temporary.resolve("moved");
        assertThat(index().fingerprint()).isEqualTo(made.fingerprint());
        assertThat(SampleIndex.open(folder).path(0)).isEqualTo(data.resolve("00000.tar"));
        ShardFixtures.tar().pair("other", "content").write(data.resolve("00001.tar"));
        assertThatThrownBy(this::index).isInstanceOf(MismatchException.class).hasMessageContaining("00001 has other content");
    }

    @Test
    void aBegunIndexThatNamesShardsByTheirPathsGoesOn() throws IOException {
        threeShards();
        Manifest whole = index(files, 0.5, 1);
        files.deleteTree(folder);
        assertThatThrownBy(() -> index(new FailingFileLayer(20), 0.5, 1)).hasMessageContaining("killed at step");
        nameShardsByPaths("started.json");
        assertThat(index(files, 0.5, 1)).isEqualTo(whole);
    }

    @Test
    void everyBitOfAParquetFileIsCovered() throws IOException {
        threeShards();
        Manifest manifest = index();
        BitFlips.everywhere(folder.resolve("00002.parquet"), 7, () -> manifest.verify(folder));
        assertThat(index()).isEqualTo(manifest);
    }

    @Test
    void aKillAtAnyStepEndsInTheSameIndex() throws IOException {
        threeShards();
        Manifest whole = index(files, 0.5, 1);
        byte[] written = Files.readAllBytes(folder.resolve(Manifest.NAME));
        int kept = 0;
        for (int n = 1;; n++) {
            files.deleteTree(folder);
            FailingFileLayer failing = new FailingFileLayer(n);
            try {
                index(failing, 0.5, 1);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("killed at step");
            }
            Path first = folder.resolve("00000.parquet");
            FileTime before = Files.exists(first) ? Files.getLastModifiedTime(first) : null;
            assertThat(index(files, 0.5, 1)).isEqualTo(whole);
            assertThat(folder.resolve(Manifest.NAME)).hasBinaryContent(written);
            assertThat(folder.toFile().list()).hasSize(4);
            if (before != null) {
                assertThat(Files.getLastModifiedTime(first)).isEqualTo(before);
                kept++;
            }
            if (failing.survived()) {
                assertThat(n).isGreaterThan(15);
                assertThat(kept).isGreaterThan(8);
                return;
            }
        }
    }

    @Test
    void tooManySkippedSamplesFailTheRun() throws IOException {
        threeShards();
        assertThatThrownBy(() -> index(files, 0.1, 2)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("2 of 6 samples (33.3 %)")
                .hasMessageContaining("10.0 %")
                .hasMessageContaining("missing image: 1 (00002/lone)")
                .hasMessageContaining("option max-skipped");
        assertThat(index(files, 0.34, 2).summary()).containsEntry("rows", 4);
    }

    @Test
    void shardsWithoutSamplesAreAnError() throws IOException {
        ShardFixtures.tar().member("film.mp4", "x").write(data.resolve("00000.tar"));
        ShardFixtures.tar().write(data.resolve("00001.tar"));
        assertThatThrownBy(this::index).isInstanceOf(BadInputException.class)
                .hasMessageContaining("2 shards hold no usable sample")
                .hasMessageContaining("KEY.jpg");
    }

    @Test
    void aDamagedShardStopsTheRunAndAMendedOneGoesOn() throws IOException {
        threeShards();
        Path shard = data.resolve("00002.tar");
        byte[] whole = Files.readAllBytes(shard);
        Files.write(shard, Arrays.copyOf(whole, 2000));
        assertThatThrownBy(this::index).isInstanceOf(DamagedException.class)
                .hasMessageContaining("00002.tar")
                .hasMessageContaining("byte 2000");
        Files.write(shard, whole);
        assertThatThrownBy(this::index).isInstanceOf(MismatchException.class).hasMessageContaining("00002 has other content");
        files.deleteTree(folder);
        assertThat(index().summary()).containsEntry("rows", 4);
    }

    @Test
    void keysInSeveralShardsAreReported() throws IOException {
        for (int shard = 0; shard < 3; shard++) {
            ShardFixtures.tar()
                    .pair("same", "one")
                    .pair("it's " + (shard / 2), "two")
                    .pair("own" + shard, "three")
                    .write(data.resolve("%05d.tar".formatted(shard)));
        }
        Manifest manifest = index();
        assertThat(manifest.summary()).containsEntry("rows", 9).containsEntry("skipped", Map.of());
        assertThat(summary(manifest).get("duplicatesAcrossShards").toString())
                .isEqualTo("{\"keys\":2,\"first\":{\"it's 0\":\"00000, 00001\",\"same\":\"00000, 00001, 00002\"}}");
    }

    private void dottedShard(int plain) throws IOException {
        ShardFixtures tar = ShardFixtures.tar().pair("v1.0_cat", "a cat").pair("v1.0_dog", "a dog");
        for (int i = 0; i < plain; i++) {
            tar.pair("plain" + i, "caption " + i);
        }
        tar.write(data.resolve("00000.tar"));
    }

    private Manifest indexWith(IndexOptions options) throws IOException {
        return new IndexStage(files, Progress.silent(), options).run(ShardSet.of(List.of(data.toString())), folder);
    }

    @Test
    void keysWithDotsCountAgainstTheShareThatMayBeSkipped() throws IOException {
        dottedShard(8);
        assertThatThrownBy(() -> index(files, 0.1, 1)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("2 of 10 samples")
                .hasMessageContaining("key with dots: 2 (00000/v1.0_cat, 00000/v1.0_dog)")
                .hasMessageContaining("0_cat.png (1), 0_cat.txt (1)")
                .hasMessageContaining("With option key-end last-dot 2 more pair.");
        Manifest manifest = index(files, 0.2, 1);
        assertThat(manifest.summary()).containsEntry("rows", 8);
        assertThat(summary(manifest).get("leftOver").toString())
                .isEqualTo("{\"0_cat.png\":1,\"0_cat.txt\":1,\"0_dog.png\":1,\"0_dog.txt\":1}");
        assertThat(manifest.recipe().configuration()).isEmpty();
    }

    @Test
    void keysThatEndAtTheLastDotAreAnotherIndex() throws IOException {
        dottedShard(1);
        IndexOptions options = new IndexOptions(0, 1).withKeyEnd(KeyEnd.LAST_DOT);
        Manifest manifest = indexWith(options);
        assertThat(manifest.summary()).containsEntry("rows", 3).containsEntry("skipped", Map.of()).doesNotContainKey("leftOver");
        assertThat(manifest.recipe().configuration()).isEqualTo(Map.of("key-end", "last-dot"));
        assertThat(SampleIndex.open(folder).read(0)).extracting(Sample::key).containsExactly("v1.0_cat", "v1.0_dog", "plain0");
        assertThatThrownBy(() -> index(files, 1, 1)).isInstanceOf(MismatchException.class);
    }

    @Test
    void anEmptyResultNamesWhatWasSeen() throws IOException {
        dottedShard(0);
        ShardFixtures.tar()
                .member("a.image.jpg", new byte[1])
                .member("a.caption.txt", "x")
                .member("b", "y")
                .write(data.resolve("00001.tar"));
        assertThatThrownBy(() -> index(files, 1, 1)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("2 shards hold no usable sample")
                .hasMessageContaining("unknown extension: 1 (00001/a.image.jpg, 00001/a.caption.txt)")
                .hasMessageContaining("image.jpg (1), caption.txt (1), (none) (1).")
                .hasMessageEndingWith("With option key-end last-dot 2 more pair." + RENAME);
    }

    private static final String RENAME = " Members of an unknown extension pair once they are renamed: what follows the key is one of json, txt, jpg, jpeg, png, webp.";

    @Test
    void theStageSaysWhenMuchOfAShardPairsWithNothing() throws IOException {
        dottedShard(2);
        ShardFixtures tar = ShardFixtures.tar().member("mute.image.png", new byte[]{1});
        for (int i = 0; i < 30; i++) {
            tar.pair("other" + i, "another " + i);
        }
        tar.write(data.resolve("00001.tar"));
        try (LogLines log = new LogLines(IndexStage.class)) {
            index(files, 0.5, 1);
            assertThat(log.warnings()).containsExactly(
                    "more than a tenth of the samples of 1 of 2 shards pair with nothing; of shard 00000 2 of 4. Members left over, by extension: "
                            + "0_cat.png (1), 0_cat.txt (1), 0_dog.png (1), 0_dog.txt (1), image.png (1). With option key-end last-dot 2 more pair."
                            + RENAME);
        }
    }

    private static final String MANY_LINES = "A cat\r\n\n  \nde.utf8=Eine Katze\nfr.utf8=Un chat\n";

    private List<List<String>> captionsWith(@Nullable TxtLines txt) throws IOException {
        files.deleteTree(folder);
        new IndexStage(files, Progress.silent(), new IndexOptions(0.5, 1).withTxt(txt)).run(ShardSet.of(List.of(data.toString())), folder);
        return SampleIndex.open(folder).read(0).stream().map(Sample::captions).toList();
    }

    @Test
    void aTextOfManyLinesIsWhatTheOptionSays() throws IOException {
        ShardFixtures.tar()
                .pair("cat", MANY_LINES)
                .pair("dog", "\n A dog \n")
                .pair("blank", " \n \n")
                .pair("none", "")
                .write(data.resolve("00000.tar"));
        assertThat(captionsWith(TxtLines.LINES)).containsExactly(List.of("A cat", "de.utf8=Eine Katze", "fr.utf8=Un chat"),
                List.of("A dog"));
        assertThat(Manifest.read(folder).recipe().configuration()).containsEntry("txt", "lines");
        assertThat(summary(Manifest.read(folder)).at("/skipped/empty caption/count").asInt()).isEqualTo(2);
        assertThat(captionsWith(TxtLines.FIRST_LINE)).containsExactly(List.of("A cat"), List.of("A dog"));
        assertThat(Manifest.read(folder).recipe().configuration()).containsEntry("txt", "first-line");
        List<List<String>> whole = captionsWith(TxtLines.WHOLE);
        assertThat(whole.getFirst()).hasSize(1).first().asString().startsWith("A cat ").endsWith("fr.utf8=Un chat");
        assertThat(Manifest.read(folder).recipe().configuration()).isEmpty();
        assertThat(captionsWith(null)).isEqualTo(whole);
    }

    @Test
    void severalLinesAreCountedWhereTheyAreCaptions() throws IOException {
        Path shard = ShardFixtures.tar()
                .pair("two", "a\nb")
                .pair("one", "\n a \r\n \n")
                .member("json.png", new byte[]{1})
                .member("json.txt", "a\nb")
                .member("json.json", "{\"texts\": [\"c\"]}")
                .member("no picture.txt", "a\nb")
                .write(data.resolve("00000.tar"));
        ShardSummary counted = ShardScan.of(shard, TxtLines.FIRST_LINE, KeyEnd.FIRST_DOT).summary();
        assertThat(counted.severalLines()).isEqualTo(1);
        assertThat(ShardSummary.ofJson(counted.toJson())).isEqualTo(counted);
        ShardSummary none = new ShardSummary(3, Map.of(), 0, Map.of());
        assertThat(none.toJson()).isEqualTo("{\"rows\":3,\"skipped\":{}}");
        assertThat(ShardSummary.ofJson(none.toJson())).isEqualTo(none);
    }

    @Test
    void theSummaryCountsDistinctCaptionsAndNamesTheMostFrequent() throws IOException {
        ShardFixtures.tar()
                .member("a.png", new byte[]{1})
                .member("a.json", "{\"texts\": [\"icon\", \"an ant\"]}")
                .pair("b", "icon")
                .pair("c", "a cow")
                .write(data.resolve("00000.tar"));
        ShardFixtures.tar().pair("d", "icon").pair("e", "an ant").write(data.resolve("00001.tar"));
        assertThat(summary(index()).get("captions").toString()).isEqualTo("{\"distinct\":3,\"mostFrequent\":\"icon\",\"pairs\":3}");
    }

    @Test
    void aCaptionIsFrequentFromAHundredthOfThePairsOnAndNeverAlone() {
        assertThat(new CaptionCounts(5, "x", 3).oneIsFrequent(299)).isTrue();
        assertThat(new CaptionCounts(5, "x", 3).oneIsFrequent(300)).isFalse();
        assertThat(new CaptionCounts(50, "x", 1).oneIsFrequent(50)).isFalse();
    }

    @Test
    void anIndexThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> SampleIndex.open(folder)).isInstanceOf(BadInputException.class).hasMessageContaining("has not finished");
    }
}
