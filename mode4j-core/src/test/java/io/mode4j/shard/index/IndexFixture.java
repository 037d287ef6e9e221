package io.mode4j.shard.index;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Shards in a folder, and the folder of their index. */
abstract class IndexFixture {
    final FileLayer files = new UnsyncedFileLayer();
    @TempDir
    Path temporary;
    Path data;
    Path folder;

    @BeforeEach
    final void places() {
        data = temporary.resolve("data");
        folder = temporary.resolve("run/index");
    }

    final Manifest index(FileLayer layer, IndexOptions options) throws IOException {
        return new IndexStage(layer, Progress.silent(), options).run(ShardSet.of(List.of(data.toString())), folder);
    }

    final Manifest index(FileLayer layer, double maxSkippedShare, int workers) throws IOException {
        return index(layer, new IndexOptions(maxSkippedShare, workers));
    }

    final Manifest index() throws IOException {
        return index(files, 0.5, 2);
    }

    static JsonNode summary(Manifest manifest) {
        return JsonMapper.shared().valueToTree(manifest.summary());
    }
}
