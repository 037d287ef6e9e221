package io.mode4j.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.CacheFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Places;
import io.mode4j.artifact.Store;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.Holdout;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.source.SourceFixtures.Pair;
import io.mode4j.shard.source.SourceFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet, lists and folders of pictures in a store are read as local ones are. */
class StoreSourcesTest {
    private final FileLayer files = new UnsyncedFileLayer();
    private final FaultyProxy proxy = new FaultyProxy(S3Server.address());
    private String bucket = "";
    private CacheFolder before = CacheFolder.standard();
    @TempDir
    Path temporary;

    @BeforeEach
    void ownCache() {
        bucket = S3Server.bucketBehind(proxy.address());
        before = CacheFolder.standard();
        CacheFolder.use(new CacheFolder(files, temporary.resolve("cache"), 1 << 24));
    }

    @AfterEach
    void close() {
        CacheFolder.use(before);
        proxy.close();
    }

    private List<String> read(String source, Path folder) throws IOException {
        IndexOptions options = new IndexOptions(0, 2).withHoldout(new Holdout(0.1, 3));
        assertThat(new IndexStage(files, Progress.silent(), options).run(ShardSet.of(List.of(source)), folder).summary())
                .containsKey("rows");
        SampleIndex index = SampleIndex.open(folder);
        List<String> read = new ArrayList<>();
        try (ShardImages images = new ShardImages(index)) {
            for (int shard = 0; shard < index.shards(); shard++) {
                for (Sample sample : index.read(shard)) {
                    read.add(sample.key() + sample.captions()
                            + Arrays.hashCode(images.read(shard, sample.imageOffset(), sample.imageLength())));
                }
            }
        }
        return read;
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows.parquet", "list.csv", "pictures"})
    void sourcesInAStore(String name) throws IOException {
        List<Pair> pairs = SourceFixtures.single(SourceFixtures.pairs(24));
        Path data = Files.createDirectories(temporary.resolve("data"));
        switch (name) {
            case "rows.parquet" -> SourceFixtures.hub(pairs, data.resolve(name));
            case "list.csv" -> SourceFixtures.csv(pairs, data.resolve(name), ",", "filepath", "title");
            default -> SourceFixtures.folder(pairs, data.resolve(name));
        }
        Store store = Store.of(Places.path(bucket + "/data"));
        for (String file : Store.of(data).names()) {
            store.write(file, out -> Files.copy(data.resolve(file), out));
        }
        List<String> here = read(data.resolve(name).toString(), temporary.resolve("here"));
        assertThat(here).hasSize(22);
        assertThat(read(bucket + "/data/" + name, temporary.resolve("there"))).isEqualTo(here);
    }
}
