package io.mode4j.shard.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FailingFileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.Seals;
import io.mode4j.format.BitFlips;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.Sample;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.source.ShardFixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class IndexStageTest extends IndexFixture {
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

    @Test
    void writesARowASample() throws IOException {
        threeShards();
        Manifest manifest = index();
        assertThat(manifest.files()).containsOnlyKeys("00000.parquet", "00001.parquet", "00002.parquet");
        SampleIndex index = SampleIndex.open(folder);
        assertThat(index.shards()).isEqualTo(3);
        assertThat(index.rows()).isEqualTo(4);
        assertThat(index.name(2)).isEqualTo("00002");
        assertThat(index.shard(2).path()).isEqualTo(data.resolve("00002.tar"));
        assertThat(List.of(index.rows(0), index.rows(1), index.rows(2))).containsExactly(2, 0, 2);
        assertThat(index.read(1)).isEmpty();
        for (int shard : new int[]{0, 2}) {
            assertThat(index.read(shard))
                    .isEqualTo(ShardFixtures.scan(index.shard(shard).path(), TxtLines.WHOLE, KeyEnd.FIRST_DOT).samples())
                    .hasSize(2);
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
        List<Sample> first = new ArrayList<>();
        for (int shard = 0; shard < 300; shard++) {
            first.add(index.read(shard).getFirst());
        }
        IntStream.range(0, 3000).parallel().map(i -> i * 37 % 300).forEach(shard -> {
            Sample sample = first.get(shard);
            try {
                assertThat(images.read(shard, sample.imageOffset(), sample.imageLength()))
                        .isEqualTo(ShardFixtures.png(8, ("key" + shard).hashCode()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
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
        assertThat(SampleIndex.open(folder).shard(0).path()).isEqualTo(moved.resolve("00000.tar"));
    }

    @Test
    void shardsThatWereMovedAreTheSameAndTheManifestSaysWhereTheyAre() throws IOException {
        threeShards();
        Manifest first = index();
        FileTime written = Files.getLastModifiedTime(folder.resolve("00000.parquet"));
        Path moved = Files.createDirectories(temporary.resolve("far")).resolve("away");
        Files.move(data, moved);
        assertThatThrownBy(() -> SampleIndex.open(folder).shard(0).path()).isInstanceOf(BadInputException.class)
                .hasMessageContaining("shard 00000 was indexed at " + data.resolve("00000.tar") + " and is gone")
                .hasMessageContaining("option shards");
        data = moved;
        Manifest second = index();
        assertThat(Files.getLastModifiedTime(folder.resolve("00000.parquet"))).isEqualTo(written);
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(second.recipe()).isEqualTo(first.recipe());
        assertThat(SampleIndex.open(folder).shard(0).path()).isEqualTo(moved.resolve("00000.tar"));
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
        assertThat(index.shard(2).path()).isEqualTo(elsewhere.resolve("data/00002.tar"));
        try (ShardImages images = new ShardImages(index)) {
            assertThat(images.read(0, bee.imageOffset(), bee.imageLength())).isEqualTo(ShardFixtures.png(8, "b".hashCode()));
        }
        Files.delete(elsewhere.resolve("data/00001.tar"));
        ShardFixtures.tar().pair("other", "content").write(elsewhere.resolve("data/00001.tar"));
        assertThatThrownBy(() -> index.shard(1)).isInstanceOf(BadInputException.class)
                .hasMessageContaining(elsewhere.resolve("data/00001.tar") + " is not the same");
    }

    @Test
    void aRunThatIsMovedAloneFindsItsShardsWhereTheyAre() throws IOException {
        threeShards();
        index();
        Path moved = Files.createDirectories(temporary.resolve("a/b/c")).resolve("run");
        Files.move(temporary.resolve("run"), moved);
        assertThat(SampleIndex.open(moved.resolve("index")).shard(0).path()).isEqualTo(data.resolve("00000.tar"));
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
        assertThat(SampleIndex.open(folder).shard(0).path()).isEqualTo(data.resolve("00000.tar"));
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

    @Test
    void anIndexThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> SampleIndex.open(folder)).isInstanceOf(BadInputException.class).hasMessageContaining("has not finished");
    }
}
