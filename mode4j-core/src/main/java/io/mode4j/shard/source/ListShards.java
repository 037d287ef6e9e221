package io.mode4j.shard.source;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Store;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.Members;
import io.mode4j.shard.SkipCause;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.bytes.ShardBytes;
import io.mode4j.shard.bytes.ShardPlaces;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists of paths of pictures and their captions, in CSV, TSV or Parquet; a shard is a stretch of rows. Paths are seen from the list's folder, or absolute. Stateless. */
final class ListShards implements ShardReader {

    /**
     * Refuses a list of addresses.
     *
     * @param first the first path of the list
     */
    static void refuseAddresses(Path file, TableColumns columns, @Nullable String first) throws BadInputException {
        String start = first == null ? "" : first.toLowerCase(Locale.ROOT);
        if (start.startsWith("http://") || start.startsWith("https://")) {
            throw new BadInputException(
                    "%s: expected paths of pictures in column '%s', found addresses. Download them with img2dataset first, and give the folder it wrote to."
                            .formatted(file, columns.image()));
        }
    }

    private static TableRows open(Shard shard, boolean others) throws IOException {
        return CsvTable.is(shard) ? CsvTable.open(shard, others) : ParquetRows.open(shard, false, others);
    }

    private static Path folder(Shard shard) {
        return Objects.requireNonNull(shard.path().toAbsolutePath().getParent());
    }

    /** By the rows, and how long the files are. */
    @Override
    public String fingerprint(Shard shard) throws IOException {
        List<String> parts = new ArrayList<>();
        parts.add(CsvTable.is(shard) ? Fingerprints.ofBytes(CsvTable.content(shard)) : ShardPlaces.fingerprint(shard.place()));
        parts.add(shard.part().toString());
        Path folder = folder(shard);
        try (TableRows rows = open(shard, false)) {
            while (rows.next()) {
                parts.add(String.valueOf(Picture.look(folder, rows.path(), false).map(Picture::length).orElse(-1L)));
            }
        }
        return Fingerprints.ofText(parts.toArray(String[]::new));
    }

    /** A file that a list names. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of bytes; compared by nobody
    private record Picture(String path, Path file, long length, byte[] head) {
        /** Looks at a file, into it too if that is wanted; empty when there is none. */
        static Optional<Picture> look(Path folder, @Nullable String path, boolean into) {
            if (path == null) {
                return Optional.empty();
            }
            try {
                Path file = folder.resolve(path);
                if (!into) {
                    return Files.isRegularFile(file) ? Optional.of(new Picture(path, file, Files.size(file), new byte[0]))
                            : Optional.empty();
                }
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    byte[] head = new byte[(int) Math.min(MediaType.HEAD, channel.size())];
                    ShardBytes.of(file, channel).read(0, head, head.length);
                    return Optional.of(new Picture(path, file, channel.size(), head));
                }
            } catch (IOException | InvalidPathException _) {
                return Optional.empty(); // counted
            }
        }
    }

    @Override
    public ShardScan scan(Shard shard, TxtLines lines, KeyEnd keyEnd) throws IOException {
        RowSamples samples = new RowSamples();
        RowKeys keys = new RowKeys();
        List<ListedFile> files = new ArrayList<>();
        Path folder = folder(shard);
        try (TableRows rows = open(shard, false)) {
            while (rows.next()) {
                Optional<Picture> picture = Picture.look(folder, rows.path(), true);
                picture.ifPresent(found -> files.add(new ListedFile(found.path, found.length)));
                byte[] head = picture.map(Picture::head).orElse(new byte[0]);
                samples.add(keys.of(rows, keyEnd), picture.map(Picture::length).orElse(-1L), MediaType.of(head), rows.captions(), false);
            }
        }
        return samples.scan().withFiles(files);
    }

    @Override
    public ShardBytes bytes(Shard shard, Store index) throws IOException {
        return new FilesBytes(folder(shard), ListedFile.read(index, shard.name()));
    }

    @Override
    public Map<String, Long> pictures(Shard shard, KeyEnd keyEnd, TxtLines lines, Wanted encoded,
            ShardPicture.Consumer consumer) throws IOException {
        RowKeys keys = new RowKeys();
        long missing = 0;
        Path folder = folder(shard);
        try (TableRows rows = open(shard, true)) {
            while (rows.next()) {
                String key = keys.of(rows, keyEnd);
                Optional<Picture> picture = Picture.look(folder, rows.path(), false);
                if (picture.isEmpty()) {
                    missing++;
                    continue;
                }
                byte[] image = encoded.has(key) ? Files.readAllBytes(picture.get().file) : new byte[0];
                consumer.accept(new ShardPicture(key, image, rows.captions().found(),
                        Map.of("json", rows.others().getBytes(StandardCharsets.UTF_8)),
                        PictureOrigin.inFile(new Members.FilePlace(picture.get().file, 0), picture.get().length)));
            }
        }
        return missing == 0 ? Map.of() : Map.of(SkipCause.MISSING_IMAGE.words(), missing);
    }
}
