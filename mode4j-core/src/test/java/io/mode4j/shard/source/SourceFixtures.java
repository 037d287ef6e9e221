package io.mode4j.shard.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.duckdb.DuckDBConnection;
import tools.jackson.databind.json.JsonMapper;

/** The same pairs in all kinds of sources. */
public final class SourceFixtures {
    private SourceFixtures() {}

    /**
     * A picture with captions.
     *
     * @param extension png or jpg
     * @param mood something else that is known of it
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Pair(String key, byte[] picture, String extension, List<String> captions, String mood) {
        String file() {
            return key + "." + extension;
        }
    }

    /** {@return pairs whose keys are in order; every third has two captions} */
    public static List<Pair> pairs(int count) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String extension = i % 2 == 0 ? "png" : "jpg";
            List<String> captions = new ArrayList<>(
                    List.of("a picture, no. %d, of \"%s\"".formatted(i, List.of("cats", "dogs", "größe 日本").get(i % 3))));
            if (i % 3 == 0) {
                captions.add("another\ttext " + i);
            }
            pairs.add(new Pair("pair%05d".formatted(i), picture(i, extension), extension, captions, i % 2 == 0 ? "calm" : "wild"));
        }
        return pairs;
    }

    /** {@return the same pairs, each with its first caption alone} */
    public static List<Pair> single(List<Pair> pairs) {
        return pairs.stream()
                .map(pair -> new Pair(pair.key, pair.picture, pair.extension, pair.captions.subList(0, 1), pair.mood))
                .toList();
    }

    private static byte[] picture(int seed, String extension) throws IOException {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64; i++) {
            image.setRGB(i % 8, i / 8, random.nextInt(0x1000000));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, extension, out);
        return out.toByteArray();
    }

    private static String json(Pair pair) {
        return JsonMapper.shared().writeValueAsString(java.util.Map.of("texts", pair.captions, "mood", pair.mood));
    }

    /** A tar, as WebDataset has it. */
    public static Path tar(List<Pair> pairs, Path target) throws IOException {
        ShardFixtures tar = ShardFixtures.tar();
        for (Pair pair : pairs) {
            tar.member(pair.file(), pair.picture).member(pair.key + ".json", json(pair));
        }
        return tar.write(target);
    }

    /** A folder of pictures, a {@code .txt} beside each of one caption, else a {@code .json}. */
    public static Path folder(List<Pair> pairs, Path folder) throws IOException {
        for (Pair pair : pairs) {
            Path picture = folder.resolve(pair.file());
            Files.createDirectories(picture.resolveSibling("."));
            Files.write(picture, pair.picture);
            if (pair.captions.size() == 1) {
                Files.writeString(folder.resolve(pair.key + ".txt"), pair.captions.getFirst());
            } else {
                Files.writeString(folder.resolve(pair.key + ".json"), json(pair));
            }
        }
        return folder;
    }

    /** A list in CSV of pictures in a folder {@code pictures} beside it, as pandas writes it. */
    public static Path csv(List<Pair> pairs, Path target, String separator, String image, String caption) throws IOException {
        StringBuilder text = new StringBuilder(String.join(separator, image, caption, "mood") + "\n");
        for (Pair pair : pairs) {
            Path picture = target.resolveSibling("pictures").resolve(pair.file());
            Files.createDirectories(picture.resolveSibling("."));
            Files.write(picture, pair.picture);
            text.append(String.join(separator, "pictures/" + pair.file(), '"' + pair.captions.getFirst().replace("\"", "\"\"") + '"',
                    pair.mood)).append('\n');
        }
        return Files.writeString(target, text, UTF_8);
    }

    /** Parquet with the columns that the query makes of {@code key, picture, file, captions, mood}. */
    public static Path parquet(List<Pair> pairs, Path target, String columns, int rowsOfGroup) throws IOException {
        Files.createDirectories(target.resolveSibling("."));
        try (DuckDBConnection connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("CREATE TABLE pairs (key VARCHAR, picture BLOB, file VARCHAR, captions VARCHAR, mood VARCHAR)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO pairs VALUES (?, ?, ?, ?, ?)")) {
                for (Pair pair : pairs) {
                    insert.setString(1, pair.key);
                    insert.setBytes(2, pair.picture);
                    insert.setString(3, pair.file());
                    insert.setString(4, pair.captions.stream().collect(Collectors.joining("|")));
                    insert.setString(5, pair.mood);
                    insert.execute();
                }
            }
            statement.execute(
                    "COPY (SELECT %s FROM (SELECT * REPLACE (string_split(captions, '|') AS captions) FROM pairs)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE %d)"
                            .formatted(columns, target.toString().replace("'", "''"), rowsOfGroup));
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return target;
    }

    /** Parquet as the hub's data sets have it. */
    public static Path hub(List<Pair> pairs, Path target) throws IOException {
        return parquet(pairs, target, "{'bytes': picture, 'path': file} AS image, captions AS caption, mood", 2048);
    }
}
