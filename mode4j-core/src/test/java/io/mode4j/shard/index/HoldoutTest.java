package io.mode4j.shard.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.FailingFileLayer;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.Sample;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.tar.ShardWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Which pairs are held out, and that nothing of them is trained on. */
class HoldoutTest {
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

    /** A pair as the test writes it: its key, captions and picture. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Pair(String key, List<String> captions, byte[] picture) {
        static Pair unique(String key) {
            return new Pair(key, List.of("caption of " + key), ("picture " + key).getBytes(UTF_8));
        }
    }

    private static List<Pair> unique(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> Pair.unique("key%04d".formatted(i))).toList();
    }

    private void shard(String name, List<Pair> pairs) throws IOException {
        ShardWriter.write(files, data.resolve(name + ".tar"), shard -> {
            for (Pair pair : pairs) {
                shard.add(pair.key, "png", pair.picture);
                shard.add(pair.key, "json", JsonMapper.shared().writeValueAsBytes(Map.of("texts", pair.captions)));
            }
        });
    }

    private Manifest index(FileLayer layer, double share, long seed) throws IOException {
        return new IndexStage(layer, Progress.silent(), new IndexOptions(0.5, 2).withHoldout(new Holdout(share, seed)))
                .run(ShardSet.of(List.of(data.toString())), folder);
    }

    private List<String> heldOutKeys(double share, long seed) throws IOException {
        files.deleteTree(folder);
        index(files, share, seed);
        return SampleIndex.open(folder).heldOut().stream().map(pair -> pair.sample().key()).toList();
    }

    private static List<String> trainingKeys(SampleIndex index) throws IOException {
        List<String> keys = new ArrayList<>();
        for (int shard = 0; shard < index.shards(); shard++) {
            assertThat(index.read(shard)).hasSize(index.rows(shard));
            index.read(shard).forEach(sample -> keys.add(sample.key()));
        }
        return keys;
    }

    /** The hash that decides, computed in another way than by DuckDB. */
    private static String hash(long seed, String key) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(("holdout " + seed + " " + key).getBytes(UTF_8));
            return "%032x".formatted(new BigInteger(1, digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The keys of those that may be held out, in the order of the draw: every pair is compared with every other. */
    private static List<String> eligible(List<Pair> pairs, long seed) {
        return pairs.stream()
                .filter(pair -> pairs.stream()
                        .filter(other -> !other.key.equals(pair.key))
                        .noneMatch(other -> Arrays.equals(pair.picture, other.picture)
                                || pair.captions.stream().anyMatch(other.captions::contains)))
                .map(Pair::key)
                .sorted(Comparator.comparing(key -> hash(seed, key)))
                .toList();
    }

    @Test
    void heldOutPairsAreTakenFromTheShardsInTheOrderOfTheHash() throws IOException {
        shard("00000", unique(0, 20));
        shard("00001", unique(20, 45));
        shard("00002", unique(45, 60));
        Manifest manifest = index(files, 0.1, 7);
        SampleIndex index = SampleIndex.open(folder);
        List<String> expected = eligible(unique(0, 60), 7).subList(0, 6);
        assertThat(index.heldOut()).extracting(pair -> pair.sample().key()).containsExactlyElementsOf(expected);
        assertThat(index.heldOutRows()).isEqualTo(6);
        assertThat(index.rows()).isEqualTo(54);
        assertThat(trainingKeys(index))
                .containsExactlyElementsOf(unique(0, 60).stream().map(Pair::key).filter(key -> !expected.contains(key)).toList());
        assertThat(manifest.summary()).containsEntry("rows", 54).containsEntry("heldOut", 6);
        assertThat(JsonMapper.shared().valueToTree(manifest.summary()).at("/captions/distinct").asInt()).as("of all pairs").isEqualTo(60);
        assertThat(manifest.files()).containsOnlyKeys("00000.parquet", "00001.parquet", "00002.parquet", "heldout/pairs.parquet");
        assertThat(manifest.recipe().configuration()).containsEntry("holdout", "0.1").containsEntry("seed of the holdout", "7");
    }

    @Test
    void aHeldOutPairSaysWhereItsPictureIs() throws IOException {
        shard("00000", unique(0, 10));
        shard("00001", unique(10, 20));
        index(files, 0.5, 1);
        SampleIndex index = SampleIndex.open(folder);
        try (ShardImages images = new ShardImages(index)) {
            for (HeldOutPair pair : index.heldOut()) {
                Sample sample = pair.sample();
                assertThat(images.read(pair.shard(), sample.imageOffset(), sample.imageLength()))
                        .isEqualTo(("picture " + sample.key()).getBytes(UTF_8));
                assertThat(sample.captions()).containsExactly("caption of " + sample.key());
            }
        }
        assertThat(index.heldOut()).hasSize(10).extracting(HeldOutPair::shard).contains(0, 1);
    }

    @Test
    void nothingOfAHeldOutPairIsUnderAnotherPair() throws IOException {
        shard("a", List.of(new Pair("same caption 1", List.of("a dog"), new byte[]{1}), new Pair("same caption 2", List.of("a dog"),
                new byte[]{2}), Pair.unique("x"), new Pair("second caption", List.of("a cat", "shared"), new byte[]{3})));
        shard("b",
                List.of(new Pair("across shards", List.of("shared", "a cow"), new byte[]{4}), Pair.unique("y"), new Pair("same picture 1",
                        List.of("an ant"), new byte[]{5, 5}), new Pair("twice the same", List.of("a yak", "a yak"), new byte[]{6})));
        shard("c", List.of(new Pair("same picture 2", List.of("a bee"), new byte[]{5, 5})));
        assertThat(heldOutKeys(0.99, 0)).containsExactlyInAnyOrder("x", "y", "twice the same");
    }

    @Test
    void whatMayBeHeldOutIsWhatANaiveSearchFinds() throws IOException {
        Random random = new Random(5);
        for (int trial = 0; trial < 10; trial++) {
            List<Pair> all = new ArrayList<>();
            files.deleteTree(data);
            for (int shard = 0; shard < 3; shard++) {
                List<Pair> pairs = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    List<String> captions = IntStream.rangeClosed(0, random.nextInt(3))
                            .mapToObj(_ -> "text " + random.nextInt(300))
                            .toList();
                    // the same ends, few lengths, and what differs is at the beginning
                    byte[] picture = new byte[100 + random.nextInt(2)];
                    picture[0] = (byte) random.nextInt(120);
                    pairs.add(new Pair("s%d-%d".formatted(shard, i), captions, picture));
                }
                shard("shard" + shard, pairs);
                all.addAll(pairs);
            }
            List<String> eligible = eligible(all, trial);
            assertThat(eligible).hasSizeBetween(10, 80);
            assertThat(heldOutKeys(0.99, trial)).containsExactlyElementsOf(eligible);
            assertThat(heldOutKeys(0.05, trial)).containsExactlyElementsOf(eligible.subList(0, 6));
        }
    }

    @Test
    void neitherOrderNorNamesOfShardsMatterButTheSeedDoes() throws IOException {
        shard("00000", unique(0, 50));
        shard("00001", unique(50, 100));
        List<String> first = heldOutKeys(0.1, 3);
        assertThat(heldOutKeys(0.1, 4)).hasSize(10).isNotEqualTo(first);
        files.deleteTree(data);
        shard("b", unique(10, 70));
        shard("a", unique(70, 100).reversed());
        shard("z", unique(0, 10));
        assertThat(heldOutKeys(0.1, 3)).hasSize(10).isEqualTo(first);
    }

    @Test
    void equalKeysInSeveralShardsAreSeveralPairs() throws IOException {
        shard("one", List.of(new Pair("key", List.of("a"), new byte[]{1}), new Pair("other", List.of("b"), new byte[]{2})));
        shard("two", List.of(new Pair("key", List.of("c"), new byte[]{3}), new Pair("other", List.of("d"), new byte[]{4})));
        index(files, 0.5, 0);
        SampleIndex index = SampleIndex.open(folder);
        List<String> captions = new ArrayList<>();
        index.heldOut().forEach(pair -> captions.addAll(pair.sample().captions()));
        for (int shard = 0; shard < 2; shard++) {
            index.read(shard).forEach(sample -> captions.addAll(sample.captions()));
        }
        assertThat(captions).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(index.heldOut()).hasSize(2);
    }

    @Test
    void oneShardIsEnoughAndTwoPairsAreTheLeast() throws IOException {
        shard("only", unique(0, 20));
        assertThat(heldOutKeys(0.01, 0)).hasSize(2);
        assertThat(SampleIndex.open(folder).rows()).isEqualTo(18);
    }

    @Test
    void fiveThousandPairsAreTheMost() throws IOException {
        shard("00000", unique(0, 3000));
        shard("00001", unique(3000, 6000));
        assertThat(heldOutKeys(0.9, 0)).containsExactlyElementsOf(eligible(unique(0, 6000), 0).subList(0, 5000));
    }

    @Test
    void aPairIsLeftToTrainOn() throws IOException {
        shard("only", unique(0, 3));
        assertThat(heldOutKeys(0.99, 0)).hasSize(2);
        assertThat(SampleIndex.open(folder).rows()).isEqualTo(1);
    }

    @Test
    void whereLessThanTwoPairsCanBeHeldOutNoneIs() throws IOException {
        shard("only", IntStream.range(0, 50)
                .mapToObj(i -> new Pair("k" + i, List.of("own " + i, "public domain"), new byte[]{(byte) i}))
                .toList());
        Manifest manifest = index(files, 0.05, 0);
        assertThat(manifest.summary()).containsEntry("rows", 50).doesNotContainKey("heldOut");
        assertThat(SampleIndex.open(folder).heldOut()).isEmpty();
        files.deleteTree(folder);
        shard("only", unique(0, 2));
        assertThat(index(files, 0.5, 0).summary()).as("one of two would be left to train on").containsEntry("rows", 2);
    }

    @Test
    void withoutAHoldoutTheIndexIsAsItAlwaysWas() throws IOException {
        shard("00000", unique(0, 20));
        Manifest manifest = index(files, 0, 3);
        assertThat(manifest.recipe().configuration()).isEmpty();
        assertThat(manifest.files()).containsOnlyKeys("00000.parquet");
        assertThat(manifest.summary()).containsEntry("rows", 20).doesNotContainKey("heldOut");
        SampleIndex index = SampleIndex.open(folder);
        assertThat(index.heldOutRows()).isZero();
        assertThat(index.heldOut()).isEmpty();
        assertThat(trainingKeys(index)).hasSize(20);
    }

    @Test
    void anotherHoldoutIsRefused() throws IOException {
        shard("00000", unique(0, 20));
        index(files, 0.1, 3);
        assertThatThrownBy(() -> index(files, 0.2, 3)).isInstanceOf(MismatchException.class)
                .hasMessageContaining("holdout was 0.1, now 0.2");
        assertThatThrownBy(() -> new Holdout(1, 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("from 0 to below 1");
        assertThatThrownBy(() -> new Holdout(Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKillAtAnyStepEndsInTheSameIndex() throws IOException {
        shard("00000", unique(0, 20));
        shard("00001", unique(20, 40));
        shard("00002", Stream.concat(unique(40, 50).stream(), unique(0, 1).stream()).toList());
        Manifest whole = index(files, 0.2, 0);
        assertThat(JsonMapper.shared().valueToTree(whole.summary()).at("/duplicatesAcrossShards/keys").asInt()).isEqualTo(1);
        byte[] written = Files.readAllBytes(folder.resolve(Manifest.NAME));
        for (int n = 1;; n++) {
            files.deleteTree(folder);
            FailingFileLayer failing = new FailingFileLayer(n);
            try {
                index(failing, 0.2, 0);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("killed at step");
            }
            assertThat(index(files, 0.2, 0)).isEqualTo(whole);
            assertThat(folder.resolve(Manifest.NAME)).hasBinaryContent(written);
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder("00000.parquet", "00001.parquet", "00002.parquet", "heldout",
                    Manifest.NAME);
            assertThat(folder.resolve("heldout").toFile().list()).containsExactly("pairs.parquet");
            if (failing.survived()) {
                assertThat(n).isGreaterThan(25);
                return;
            }
        }
    }
}
