package io.mode4j.icons;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes samples into a folder's WebDataset tars {@code 00000.tar}, {@code 00001.tar}, …, each atomically: per sample {@code key.png|jpg}, then
 * {@code key.json}. Headers carry no times or owners, so that equal samples give equal bytes. Holds one shard in memory. For use by one thread.
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
        files.write(folder.resolve("%05d.tar".formatted(shards++)), this::writeShard);
        shard.clear();
    }

    private void writeShard(OutputStream out) throws IOException {
        var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        for (Drawing.Picture picture : shard) {
            member(tar, picture.key() + "." + options.format().extension(), picture.encoded());
            member(tar, picture.key() + ".json", JSON.writeValueAsBytes(picture.json()));
        }
        tar.finish();
        tar.flush();
    }

    private static void member(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setModTime(0L);
        entry.setIds(0, 0);
        entry.setMode(0644);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
