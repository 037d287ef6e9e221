package io.mode4j.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.CacheFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.JavaProcess;
import io.mode4j.artifact.Places;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.Store;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.clip.ClipBatch;
import io.mode4j.cluster.AssignStage;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import io.mode4j.embed.EmbedStage;
import io.mode4j.embed.EncoderSource;
import io.mode4j.embed.TrigramEncoder;
import io.mode4j.image.Augmentation;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.shard.source.ShardFixtures;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.train.TrainBatches;
import io.mode4j.train.TrainFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages whose shards and folders are in a store make what they make of local ones. */
class StoreStagesTest {
    private static final int SHARDS = 3;
    private final FileLayer files = new UnsyncedFileLayer();
    private final Progress none = Progress.silent();
    private final FaultyProxy proxy = new FaultyProxy(S3Server.address());
    private String bucket = "";
    private String path = "";
    @TempDir
    Path temporary;

    @BeforeEach
    void makeShards() throws IOException {
        bucket = S3Server.bucketBehind(proxy.address());
        path = bucket.replace("s3://", "/");
        for (int shard = 0; shard < SHARDS; shard++) {
            Path tar = temporary.resolve("data/%05d.tar".formatted(shard));
            tar(shard).write(tar);
            copy(tar, bucket + "/data/" + tar.getFileName());
        }
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    private static ShardFixtures tar(int shard) throws IOException {
        ShardFixtures tar = ShardFixtures.tar();
        for (int i = 0; i < 30; i++) {
            tar.pair("key-%d-%d".formatted(shard, i),
                    "caption %d of a %s in %d".formatted(i, List.of("cat", "dog", "tree").get(i % 3), shard));
        }
        return tar;
    }

    private static void copy(Path file, String url) throws IOException {
        int name = url.lastIndexOf('/') + 1;
        Store.of(Places.path(url.substring(0, name))).write(url.substring(name), out -> Files.copy(file, out));
    }

    private RunDirectory run(String place) throws IOException {
        return new RunDirectory(Places.path(place));
    }

    private String local(String name) {
        return temporary.resolve(name).toString();
    }

    private static void indexAndEmbed(String shards, RunDirectory run) throws IOException {
        FileLayer files = new UnsyncedFileLayer();
        Progress none = Progress.silent();
        new IndexStage(files, none, new IndexOptions(0.5, 2).withHoldout(new Holdout(0.1, 0))).run(ShardSet.of(List.of(shards)),
                run.index());
        EncoderSource encoder = EncoderSource.of(new TrigramEncoder(16));
        new EmbedStage(files, none, encoder, new CaptionChoice(CaptionChoice.Mode.FIRST, 0)).run(run.index(), run.embeddings());
    }

    /** As far as the first stages go. */
    private void stages(String shards, RunDirectory run) throws IOException {
        indexAndEmbed(shards, run);
        new ClusterStage(files, none, ClusterOptions.defaults().withFine(6).withCoarse(2)).run(run.embeddings(), run.clusters());
        new AssignStage(files, none, 2).run(run.embeddings(), run.clusters(), run.assignments());
    }

    /** The hash of every file; the index's manifest without what says where the shards were. */
    private static SortedMap<String, String> content(RunDirectory run) throws IOException {
        SortedMap<String, String> content = new TreeMap<>();
        Store store = Store.of(run.root());
        for (String name : store.names()) {
            String text = new String(store.read(name), StandardCharsets.UTF_8);
            content.put(name, name.equals("index/manifest.json") ? text.replaceAll("\"(sha256|path|relative)\" : \"[^\"]*\",\\s*", "")
                    : Fingerprints.ofBytes(store.read(name)));
        }
        return content;
    }

    @Test
    void runDirectoriesHaveTheSameBytes() throws IOException {
        stages(local("data"), run(local("run")));
        SortedMap<String, String> expected = content(run(local("run")));
        assertThat(expected).containsKeys("index/00002.parquet", "index/heldout/pairs.parquet", "embeddings/00001.npy",
                "clusters/fine.safetensors", "assignments/00000.distances.npy");
        stages(local("data"), run(bucket + "/run"));
        assertThat(content(run(bucket + "/run"))).as("shards here").isEqualTo(expected);
        stages(bucket + "/data", run(bucket + "/run 2"));
        assertThat(content(run(bucket + "/run 2"))).as("shards there").isEqualTo(expected);
        stages(bucket + "/data", run(local("run-2")));
        assertThat(content(run(local("run-2")))).as("run here").isEqualTo(expected);
        int before = proxy.seen().size();
        stages(bucket + "/data", run(bucket + "/run 2"));
        assertThat(proxy.seen().subList(before, proxy.seen().size())).as("done is done")
                .noneMatch(request -> request.startsWith("PUT") && !request.contains(".lock"));
    }

    @Test
    void shardsAreFoundByRangesListsGlobsAndFolders() throws IOException {
        List<String> all = List.of(bucket + "/data/00000.tar", bucket + "/data/00001.tar", bucket + "/data/00002.tar");
        for (String pattern : List.of("/data", "/data/", "/data/*.tar", "/data/{00000..00002}.tar", "/data/0000?.tar", "/**/*.tar", "",
                "/data/0000[0-2].tar", "/data/0000{0,1,2}.tar")) {
            assertThat(ShardSet.of(List.of(bucket + pattern)).shards()).as(pattern).extracting(shard -> shard.place()).isEqualTo(all);
        }
        assertThatThrownBy(() -> ShardSet.of(List.of(bucket + "/data/{00000..00004}.tar"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("2 of the 5 shards")
                .hasMessageContaining(bucket + "/data/00003.tar");
        int before = proxy.seen().size();
        assertThatThrownBy(() -> ShardSet.of(List.of(bucket + "/data/{00000..00999}.tar"))).hasMessageContaining("997 of the 1000 shards");
        assertThat(proxy.seen().size() - before).as("requests for a thousand").isLessThan(10);
        assertThatThrownBy(() -> ShardSet.of(List.of(bucket + "/dat"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("There is no shard '" + bucket + "/dat'");
        assertThatThrownBy(() -> ShardSet.of(List.of("s3://a:SECRET@bucket/data"))).isInstanceOf(BadInputException.class)
                .message()
                .doesNotContain("SECRET");
    }

    @Test
    void picturesAreReadByRangeAndKeptInTheCache() throws IOException {
        Path large = temporary.resolve("large/00000.tar");
        Random random = new Random(1);
        ShardFixtures tar = ShardFixtures.tar();
        for (int i = 0; i < 40; i++) {
            byte[] picture = new byte[200_000 + i];
            random.nextBytes(picture);
            System.arraycopy(ShardFixtures.png(8, i), 0, picture, 0, 60);
            tar.member("k%02d.png".formatted(i), picture).member("k%02d.txt".formatted(i), "caption " + i);
        }
        tar.write(large);
        copy(large, bucket + "/large/00000.tar");
        assertThat(Fingerprints.sampled(Places.path(bucket + "/large/00000.tar"))).isEqualTo(Fingerprints.sampled(large));
        int before = requests("large");
        new IndexStage(files, none, new IndexOptions(0.5, 1)).run(ShardSet.of(List.of(bucket + "/large")), run(bucket + "/l").index());
        assertThat(requests("large") - before).as("requests for 8 MB with 80 members, and a fingerprint").isLessThan(40);
        SampleIndex index = SampleIndex.open(run(bucket + "/l").index());
        List<Sample> samples = index.read(0);
        assertThat(samples).hasSize(40);
        byte[] bytes = Files.readAllBytes(large);
        for (int round = 0; round < 2; round++) {
            int asked = requests("large");
            try (ShardImages images = new ShardImages(index)) {
                for (int i : new int[]{39, 0, 17, 18, 19, 3}) {
                    Sample sample = samples.get(i);
                    assertThat(images.read(0, sample.imageOffset(), sample.imageLength())).isEqualTo(Arrays.copyOfRange(bytes,
                            (int) sample.imageOffset(), (int) sample.imageOffset() + sample.imageLength()));
                }
            }
            if (round == 1) {
                assertThat(requests("large") - asked).as("all is kept").isLessThanOrEqualTo(1);
            }
        }
    }

    private int requests(String beginning) {
        return (int) proxy.seen().stream().filter(request -> request.contains(path + "/" + beginning)).count();
    }

    @Test
    void aShardThatWasReplacedIsNotTakenForWhatItWas() throws IOException {
        RunDirectory run = run(bucket + "/run");
        new IndexStage(files, none, new IndexOptions(0.5, 1)).run(ShardSet.of(List.of(bucket + "/data")), run.index());
        Path other = tar(7).write(temporary.resolve("other/00001.tar"));
        copy(other, bucket + "/data/00001.tar");
        SampleIndex index = SampleIndex.open(run.index());
        try (ShardImages images = new ShardImages(index)) {
            Sample sample = index.read(1).getFirst();
            assertThatThrownBy(() -> images.read(1, sample.imageOffset(), sample.imageLength())).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("00001 was indexed at " + bucket + "/data/00001.tar")
                    .hasMessageContaining("is not the same");
        }
    }

    @Test
    void aRunWhoseStoreDiesGoesOnWhereItWas() throws IOException {
        indexAndEmbed(local("data"), run(local("run")));
        SortedMap<String, String> expected = content(run(local("run")));
        String impatient = bucket.replace("s3://", "s3-impatient://");
        boolean died = true;
        int deaths = 0;
        for (int n = 1; died; n += n + 20) {
            RunDirectory run = run(impatient + "/run-" + n);
            proxy.dieAfter(n);
            try {
                indexAndEmbed(local("data"), run);
                died = false;
            } catch (IOException | UncheckedIOException e) {
                assertThat(e).hasMessageContaining(impatient);
                deaths++;
            }
            proxy.dieAfter(Integer.MAX_VALUE);
            indexAndEmbed(local("data"), run);
            assertThat(content(run)).as("after %d requests", n).isEqualTo(expected);
        }
        assertThat(deaths).isGreaterThan(3);
    }

    @Test
    void picturesToTrainOnAreAskedForManyAtOnceAndAreTheSame() throws IOException {
        List<Integer> expected = batches(local("data"), run(local("run")));
        proxy.delay(Duration.ofMillis(30));
        assertThat(batches(bucket + "/data", run(local("run-2")))).isEqualTo(expected);
        assertThat(proxy.mostAtOnce()).isGreaterThan(8);
        CacheFolder kept = CacheFolder.standard();
        try {
            CacheFolder.use(new CacheFolder(files, temporary.resolve("small"), 1000)); // holds nothing for long
            assertThat(batches(bucket + "/data", run(local("run-2")))).isEqualTo(expected);
        } finally {
            CacheFolder.use(kept);
        }
    }

    /** The stages in a process of their own: where the server is, which shards, where to. */
    public static void main(String[] arguments) throws IOException {
        S3Server.use(URI.create(arguments[0]));
        CacheFolder.use(new CacheFolder(new UnsyncedFileLayer(), Path.of(arguments[1]), 1L << 30));
        indexAndEmbed(arguments[2], new RunDirectory(Places.path(arguments[3])));
    }

    @Test
    void aRunWhoseProcessIsKilledGoesOnWhereItWas() throws Exception {
        indexAndEmbed(local("data"), run(local("run")));
        SortedMap<String, String> expected = content(run(local("run")));
        proxy.delay(Duration.ofMillis(5));
        for (String until : List.of("PUT " + path + "/run/index/00001.parquet", "PUT " + path + "/run/embeddings/00000.npy")) {
            Process process = JavaProcess
                    .of(StoreStagesTest.class, List.of("-Xmx256m"), proxy.address(), local("cache"), bucket + "/data", bucket + "/run")
                    .redirectErrorStream(true)
                    .redirectOutput(temporary.resolve("out.txt").toFile())
                    .start();
            while (proxy.seen().stream().noneMatch(request -> request.startsWith(until))) {
                assertThat(process.isAlive()).as("%s: %s", until, Files.readString(temporary.resolve("out.txt"))).isTrue();
                Thread.sleep(5);
            }
            process.destroyForcibly();
            assertThat(process.waitFor()).isNotZero();
        }
        indexAndEmbed(bucket + "/data", run(bucket + "/run"));
        assertThat(content(run(bucket + "/run"))).isEqualTo(expected);
    }

    /** Two epochs, as hashes of what is in each batch. */
    private List<Integer> batches(String shards, RunDirectory run) throws IOException {
        new IndexStage(files, none, new IndexOptions(0.5, 2)).run(ShardSet.of(List.of(shards)), run.index());
        List<Integer> seen = new ArrayList<>();
        for (int window : new int[]{0, 2}) {
            try (TrainBatches batches = TrainBatches.open(run.index(), TrainFixture.LETTERS, TrainFixture.IMAGES,
                    new Augmentation(0.5, 2, 0.1), 8, 16, window, 30, 2, 5)) {
                for (int i = 0; i < 6; i++) {
                    ClipBatch batch = batches.next();
                    seen.add(Arrays.hashCode(batch.pixels()) * 31 + Arrays.hashCode(batch.tokens()));
                }
            }
        }
        return seen;
    }
}
