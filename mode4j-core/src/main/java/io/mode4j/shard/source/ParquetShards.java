package io.mode4j.shard.source;

import io.mode4j.artifact.CacheFolder;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Store;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.SkipCause;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.bytes.ShardBytes;
import io.mode4j.shard.bytes.ShardPlaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Parquet with pictures inside; a shard is some rows. Its pictures one after another are unpacked, whole, into the {@link CacheFolder} when the first of them is read. Stateless.
 */
final class ParquetShards implements ShardReader {
    @Override
    public String fingerprint(Shard shard) throws IOException {
        return Fingerprints.ofText(ShardPlaces.fingerprint(shard.place()), shard.part().toString());
    }

    @Override
    public ShardScan scan(Shard shard, TxtLines lines, KeyEnd keyEnd) throws IOException {
        RowSamples samples = new RowSamples();
        RowKeys keys = new RowKeys();
        try (TableRows rows = ParquetRows.open(shard, false, false)) {
            while (rows.next()) {
                samples.add(keys.of(rows, keyEnd), rows.length(), MediaType.of(rows.head()), rows.captions(), rows.failed());
            }
        }
        return samples.scan();
    }

    @Override
    public ShardBytes bytes(Shard shard, Store index) throws IOException {
        return unpacked(shard);
    }

    static ShardBytes unpacked(Shard shard) throws IOException {
        Path file = shard.path();
        String key = String.join("\n", "pictures of Parquet", file.toRealPath().toString(), String.valueOf(Files.size(file)),
                Files.getLastModifiedTime(file).toString(), shard.part().toString());
        return ShardBytes.of(file, CacheFolder.standard().open(key, "pictures", out -> {
            try (TableRows rows = ParquetRows.open(shard, true, false)) {
                while (rows.next()) {
                    out.write(rows.picture());
                }
            }
        }));
    }

    @Override
    public Map<String, Long> pictures(Shard shard, KeyEnd keyEnd, TxtLines lines, Wanted encoded,
            ShardPicture.Consumer consumer) throws IOException {
        RowKeys keys = new RowKeys();
        long missing = 0;
        long offset = 0;
        try (TableRows rows = ParquetRows.open(shard, encoded.any(), true)) {
            while (rows.next()) {
                String key = keys.of(rows, keyEnd);
                if (rows.length() < 0) {
                    missing++;
                    continue;
                }
                byte[] image = encoded.has(key) ? rows.picture() : new byte[0];
                consumer.accept(new ShardPicture(key, image, rows.captions().found(),
                        Map.of("json", rows.others().getBytes(StandardCharsets.UTF_8)),
                        new PictureOrigin(shard.place(), shard.part(), offset, rows.length())));
                offset += rows.length();
            }
        }
        return missing == 0 ? Map.of() : Map.of(SkipCause.MISSING_IMAGE.words(), missing);
    }
}
