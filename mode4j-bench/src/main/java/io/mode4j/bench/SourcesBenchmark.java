package io.mode4j.bench;

import io.mode4j.artifact.CacheFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** {@code sources}: the pairs of {@code loader}, and their epoch, from tars, from files of their own, from Parquet that is unpacked already, and from Parquet with the unpacking. */
final class SourcesBenchmark {
    private SourcesBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException {
        FileLayer files = new FileLayer();
        CacheFolder.use(new CacheFolder(files, work.resolve("cache"), CacheFolder.STANDARD_SIZE));
        int pairs = 0;
        List<String> captions = SyntheticCaptions.of(options.items(), 1);
        List<byte[]> pictures = Photographs.of(Math.min(options.items(), LoaderBenchmark.DRAWN), 1);
        Path folder = Files.createDirectories(work.resolve("files"));
        for (; pairs < options.items() / LoaderBenchmark.BATCH * LoaderBenchmark.BATCH; pairs++) {
            Files.write(folder.resolve("%06d.jpg".formatted(pairs)), pictures.get(pairs % pictures.size()));
            Files.writeString(folder.resolve("%06d.txt".formatted(pairs)), captions.get(pairs));
        }
        Path parquet = parquet(folder, work.resolve("rows.parquet"));
        Path tar = LoaderBenchmark.writeShard(work.resolve("tar/00000.tar"), pairs, 1);
        List<Contestant> contestants = new ArrayList<>();
        for (Path source : List.of(tar, folder, parquet)) {
            Path index = work.resolve("index of " + source.getFileName());
            new IndexStage(files, Progress.silent(), new IndexOptions(0, options.threads())).run(ShardSet.of(List.of(source.toString())),
                    index);
            contestants.add(new LoaderBenchmark.Loading(source.getFileName().toString(), index, 0, pairs, options.threads()));
        }
        LoaderBenchmark.Loading rows = (LoaderBenchmark.Loading) contestants.getLast();
        contestants.add(new Unpacked(rows, files));
        Rounds.run("sources", options.rounds(), pairs, "pairs", contestants, out);
    }

    private record Unpacked(LoaderBenchmark.Loading rows, FileLayer files) implements Contestant {
        @Override
        public String name() {
            return rows.name() + ", unpacking included";
        }

        @Override
        public double run() throws IOException {
            files.deleteTree(CacheFolder.standard().folder());
            return rows.run();
        }
    }

    /** As the hub has it. */
    private static Path parquet(Path folder, Path target) throws IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute(
                    """
                    COPY (SELECT {'bytes': picture.content, 'path': parse_filename(picture.filename)} AS image, caption.content AS caption
                    FROM read_blob('%s/*.jpg') picture JOIN read_text('%s/*.txt') caption
                    ON replace(picture.filename, '.jpg', '') = replace(caption.filename, '.txt', '') ORDER BY picture.filename)
                    TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)""".formatted(folder, folder, target));
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return target;
    }
}
