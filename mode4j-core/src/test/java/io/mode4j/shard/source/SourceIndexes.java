package io.mode4j.shard.source;

import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.shard.source.SourceFixtures.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Sources in a folder and their indexes, and what readers of these get. */
record SourceIndexes(Path folder) {
    Path at(String name) {
        return folder.resolve(name);
    }

    SampleIndex of(Path source, IndexOptions options, UnaryOperator<SourceOptions> columns) throws IOException {
        Path index = at("index of " + source.getFileName());
        Manifest _ = new IndexStage(new UnsyncedFileLayer(), Progress.silent(), options)
                .run(ShardSet.of(List.of(source.toString()), columns.apply(SourceOptions.defaults())), index);
        return SampleIndex.open(index);
    }

    SampleIndex of(Path source) throws IOException {
        return of(source, new IndexOptions(0, 2), columns -> columns);
    }

    /** What a reader gets: captions, kinds and bytes. */
    static List<String> read(SampleIndex index) throws IOException {
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

    String skipped(String index) throws IOException {
        return String.valueOf(Manifest.read(at(index)).summary().get("skipped"));
    }

    static List<String> keys(SampleIndex index) throws IOException {
        List<String> keys = new ArrayList<>();
        for (int shard = 0; shard < index.shards(); shard++) {
            index.read(shard).forEach(sample -> keys.add(sample.key()));
        }
        return keys;
    }

    static List<String> expected(List<Pair> pairs) {
        return pairs.stream()
                .map(pair -> pair.captions().stream().map(text -> text.replace('\t', ' ')).toList() + " image/"
                        + (pair.extension().equals("jpg") ? "jpeg" : "png") + " " + Arrays.hashCode(pair.picture()))
                .toList();
    }

    /** The same pairs in every kind of source. */
    Map<String, Path> sources(List<Pair> pairs) throws IOException {
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
}
