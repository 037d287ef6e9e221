package io.mode4j.icons;

import io.mode4j.artifact.FileLayer;
import io.mode4j.shard.tar.ShardWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes samples into a folder's WebDataset tars {@code 00000.tar}, {@code 00001.tar}, …, each atomically: per sample {@code key.png|jpg}, then
 * {@code key.json}. Holds one shard in memory. For use by one thread.
 */
final class ShardFolder {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final FileLayer files;
    private final Path folder;
    private final IconsOptions options;
    private final List<Drawing.Picture> shard = new ArrayList<>();
    private int shards;

    ShardFolder(FileLayer files, Path folder, IconsOptions options) {
        this.files = files;
        this.folder = folder;
        this.options = options;
    }

    /** Adds a drawn icon. */
    void add(Drawing.Picture picture) throws IOException {
        shard.add(picture);
        if (shard.size() == options.shardSize()) {
            flush();
        }
    }

    /** Writes what is left. */
    void flush() throws IOException {
        if (shard.isEmpty()) {
            return;
        }
        ShardWriter.write(files, folder.resolve("%05d.tar".formatted(shards++)), this::writeTo);
        shard.clear();
    }

    private void writeTo(ShardWriter tar) throws IOException {
        for (Drawing.Picture picture : shard) {
            tar.add(picture.key(), options.format().extension(), picture.encoded());
            tar.add(picture.key(), "json", JSON.writeValueAsBytes(picture.json()));
        }
    }
}
