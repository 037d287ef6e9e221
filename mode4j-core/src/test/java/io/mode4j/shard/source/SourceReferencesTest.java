package io.mode4j.shard.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.OwnCache;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.Sample;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the hub's library and img2dataset wrote. */
@ExtendWith(OwnCache.class)
class SourceReferencesTest {
    private final FileLayer files = new UnsyncedFileLayer();
    @TempDir
    Path temporary;

    private static Path reference(String name) throws Exception {
        URI found = Objects.requireNonNull(SourceReferencesTest.class.getResource("sources/README.md")).toURI();
        return Path.of(found).resolveSibling(name);
    }

    /** Captions by the last part of the key, and a hash of the picture's bytes. */
    private SortedMap<String, String> read(Path source) throws Exception {
        Path folder = temporary.resolve("index of " + source.getFileName());
        Manifest manifest = new IndexStage(files, Progress.silent(), new IndexOptions(0.25, 1)).run(ShardSet.of(List.of(source.toString())),
                folder);
        assertThat(manifest.summary()).containsKey("rows");
        SampleIndex index = SampleIndex.open(folder);
        SortedMap<String, String> read = new TreeMap<>();
        Images decoder = new Images(PictureDecoder.plainJava());
        try (ShardImages images = new ShardImages(index)) {
            for (int shard = 0; shard < index.shards(); shard++) {
                for (Sample sample : index.read(shard)) {
                    byte[] picture = images.read(shard, sample.imageOffset(), sample.imageLength());
                    assertThat(decoder.decode(picture, 8)).isNotNull();
                    String key = sample.key().substring(sample.key().lastIndexOf('/') + 1);
                    read.put(key, sample.captions() + " " + Arrays.hashCode(picture));
                }
            }
        }
        return read;
    }

    @Test
    void aDataSetOfTheHub() throws Exception {
        Path hub = reference("hub.parquet");
        assertThat(read(hub)).hasSize(3)
                .hasEntrySatisfying("p0", found -> assertThat(found).startsWith("[a red thing, it is red]"))
                .hasEntrySatisfying("p1", found -> assertThat(found).startsWith("[a tree]"))
                .hasEntrySatisfying("p2", found -> assertThat(found).startsWith("[größe]"));
        List<String> labels = new ArrayList<>();
        for (Shard shard : ShardSet.of(List.of(hub.toString())).shards()) {
            ShardPicture.read(shard, KeyEnd.FIRST_DOT, TxtLines.WHOLE, false,
                    picture -> labels.add(picture.label("label") + picture.label("n")));
        }
        assertThat(labels).containsExactly("01.5", "12.0", "0null", "14.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "parquet"})
    void whatImg2datasetWroteIsTheSameInEachOfItsFormats(String format) throws Exception {
        SortedMap<String, String> tars = read(reference("webdataset"));
        assertThat(tars.keySet()).containsExactly("000000", "000001", "000002", "000010");
        assertThat(tars.get("000010")).startsWith("[the last one]");
        assertThat(read(reference(format))).isEqualTo(tars);
    }
}
