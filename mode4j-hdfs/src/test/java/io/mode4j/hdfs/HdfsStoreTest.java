package io.mode4j.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.CacheFolder;
import io.mode4j.artifact.Places;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.Store;
import io.mode4j.artifact.StoreContract;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.shard.source.ShardFixtures;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name node and a data node in this process. */
class HdfsStoreTest extends StoreContract {
    private static final AtomicInteger RUNS = new AtomicInteger();
    @TempDir
    static Path temporary;
    private static @Nullable MiniDFSCluster cluster;
    private static int port;
    private final String root = "hdfs://localhost:" + port + "/run-" + RUNS.incrementAndGet();

    @BeforeAll
    static void start() throws IOException {
        CacheFolder.use(new CacheFolder(new UnsyncedFileLayer(), temporary.resolve("cache"), 1L << 30)); // not the user's
        Configuration configuration = new HdfsConfiguration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, temporary.resolve("dfs").toString());
        MiniDFSCluster started = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        cluster = started;
        started.waitActive();
        port = started.getNameNodePort();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.shutdown();
        }
    }

    @Override
    protected Store store(String name) throws BadInputException {
        return Store.of(Places.path(root + "/" + name));
    }

    @Test
    void shardsAreIndexedAndTheirPicturesRead() throws IOException {
        Path tar = ShardFixtures.tar().pair("a", "one").pair("b", "two").write(temporary.resolve("00000.tar"));
        store("data").write("00000.tar", out -> Files.copy(tar, out));
        RunDirectory run = new RunDirectory(Places.path(root + "/run"));
        ShardSet shards = ShardSet.of(List.of(root + "/data/*.tar"));
        new IndexStage(new UnsyncedFileLayer(), Progress.silent(), new IndexOptions(0.5, 1)).run(shards, run.index());
        SampleIndex index = SampleIndex.open(run.index());
        Sample sample = index.read(0).get(1);
        assertThat(sample.captions()).containsExactly("two");
        try (ShardImages images = new ShardImages(index)) {
            assertThat(images.read(0, sample.imageOffset(), sample.imageLength())).isEqualTo(Arrays.copyOfRange(Files.readAllBytes(tar),
                    (int) sample.imageOffset(), (int) sample.imageOffset() + sample.imageLength()));
        }
    }

    @Test
    void foldersThatAreEmptyAreNone() throws IOException {
        store("a").write("deep/er/b", out -> out.write(1));
        assertThat(Files.isDirectory(Places.path(root + "/a/deep"))).isTrue();
        store("a").delete("deep/er/b");
        assertThat(Files.exists(Places.path(root + "/a"))).isFalse();
    }

    @Test
    void aHostThatIsNotThereIsSaidAtOnce() {
        assertThatThrownBy(() -> Store.of(Places.path("hdfs://no-such-host.invalid:8020/a")).has("b")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("hdfs://no-such-host.invalid:8020/a/b: no such host")
                .hasMessageContaining("HADOOP_CONF_DIR");
    }
}
