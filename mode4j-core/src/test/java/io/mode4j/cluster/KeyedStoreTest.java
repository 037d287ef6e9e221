package io.mode4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.KeyedStore;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Store;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.embed.EmbedStage;
import io.mode4j.embed.EncoderSource;
import io.mode4j.embed.TfIdfSource;
import io.mode4j.embed.TrigramEncoder;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.source.ShardFixtures;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.work.FarRunner;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages whose folders are keys in a store, which has no folders and cannot rename, make the same bytes. */
class KeyedStoreTest {
    private static final CaptionChoice FIRST = new CaptionChoice(CaptionChoice.Mode.FIRST, 0);
    private final FileLayer files = new UnsyncedFileLayer();
    private final Progress none = Progress.silent();
    @TempDir
    Path temporary;
    private Path run;

    @BeforeEach
    void makeAnIndex() throws IOException {
        run = temporary.resolve("run");
        for (int shard = 0; shard < 4; shard++) {
            ShardFixtures tar = ShardFixtures.tar();
            for (int i = 0; i < 30; i++) {
                tar.pair("key-%d-%d".formatted(shard, i), "caption %d of a %s".formatted(i, List.of("cat", "dog", "tree").get(i % 3)));
            }
            tar.write(temporary.resolve("data/%05d.tar".formatted(shard)));
        }
        new IndexStage(files, none, new IndexOptions(0.5, 2)).run(ShardSet.of(List.of(temporary.resolve("data").toString())),
                run.resolve("index"));
    }

    private Store keyed(String name) {
        return new KeyedStore(temporary.getFileName() + "/" + name, temporary.resolve("copies").toString());
    }

    private Store copied(String name) throws IOException {
        Store from = Store.of(run.resolve(name));
        Store to = keyed(name);
        for (String file : from.names()) {
            byte[] bytes = from.read(file);
            to.write(file, out -> out.write(bytes));
        }
        return to;
    }

    private static SortedMap<String, String> content(Store store) throws IOException {
        SortedMap<String, String> content = new TreeMap<>();
        for (String name : store.names()) {
            content.put(name, new String(store.read(name), StandardCharsets.ISO_8859_1));
        }
        return content;
    }

    @Test
    void embeddingsClustersAndAssignmentsAreTheSameBytes() throws IOException {
        EncoderSource encoder = EncoderSource.of(new TrigramEncoder(16));
        new EmbedStage(files, none, encoder, FIRST).run(run.resolve("index"), run.resolve("embeddings"));
        new ClusterStage(files, none, ClusterOptions.defaults().withFine(6).withCoarse(2)).run(run.resolve("embeddings"),
                run.resolve("clusters"));
        new AssignStage(files, none, 2).run(run.resolve("embeddings"), run.resolve("clusters"), run.resolve("assignments"));

        new EmbedStage(files, none, encoder, FIRST, new Workers(2)).run(copied("index"), keyed("embeddings"));
        new ClusterStage(files, none, ClusterOptions.defaults().withFine(6).withCoarse(2)).run(EmbeddingFiles.of(keyed("embeddings")),
                keyed("clusters"));
        new AssignStage(files, none, 2, new FarRunner()).run(EmbeddingFiles.of(keyed("embeddings")), keyed("clusters"),
                keyed("assignments"));
        assertThat(content(keyed("embeddings"))).containsKeys("00003.npy", Manifest.NAME)
                .isEqualTo(content(Store.of(run.resolve("embeddings"))));
        assertThat(content(keyed("clusters"))).containsKeys("fine.safetensors", "coarse.safetensors", Manifest.NAME)
                .isEqualTo(content(Store.of(run.resolve("clusters"))));
        assertThat(content(keyed("assignments"))).containsKeys("00003.npy", "00003.distances.npy", Manifest.NAME)
                .isEqualTo(content(Store.of(run.resolve("assignments"))));
    }

    @Test
    void anEncoderThatIsFittedIsKeptInTheStore() throws IOException {
        Manifest here = new EmbedStage(files, none, new TfIdfSource(1), FIRST).run(run.resolve("index"), run.resolve("embeddings"));
        Manifest there = new EmbedStage(files, none, new TfIdfSource(1), FIRST, new FarRunner()).run(copied("index"), keyed("embeddings"));
        assertThat(there.files()).containsKey("tfidf.safetensors").isEqualTo(here.files());
    }
}
