package io.mode4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.MismatchException;
import io.mode4j.artifact.OwnCache;
import io.mode4j.artifact.UnsyncedFileLayer;
import io.mode4j.format.DuckDb;
import io.mode4j.progress.Progress;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.shard.tar.ShardWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Shards of all kinds become an index, and stay what it is of. */
@ExtendWith(OwnCache.class)
class IndexBuildTest {
    private static final int RED = 0xff0000;
    private static final int GREEN = 0x00ff00;
    private static final int BLUE = 0x0000ff;

    @TempDir
    private Path folder = Path.of("");
    private Path photos = Path.of("");
    private Path index = Path.of("");
    private final ColourSpace space = new ColourSpace();

    @BeforeEach
    void paint() throws IOException {
        photos = Files.createDirectories(folder.resolve("photos"));
        index = folder.resolve("index");
        Files.createDirectories(photos.resolve("2024"));
        Files.write(photos.resolve("one.two.png"), Pictures.png(RED, RED));
        Files.write(photos.resolve("2024/sea.png"), Pictures.png(BLUE, GREEN));
        Files.writeString(photos.resolve("2024/sea.txt"), "the sea");
        Files.writeString(photos.resolve("2024/sea.json"),
                "{\"year\": 2024, \"exif\": {\"iso\": 1.5}, \"list\": [1], \"caption\": \"no\"}");
    }

    private IndexBuild.Done build(Path... shards) throws IOException {
        try (PictureIndexWriter writer = PictureIndexWriter.open(index, Pictures.of(space, folder.resolve("model")))) {
            return new IndexBuild(writer, space, Progress.silent())
                    .run(ShardSet.of(List.of(shards).stream().map(Path::toString).toList()));
        }
    }

    private List<Found> ask(String text) throws IOException {
        try (PictureIndex opened = PictureIndex.open(index)) {
            return opened.search(new PictureQuery(QueryVectors.of(space, opened.description(), Optional.of(text), Optional.empty()),
                    Optional.empty(), 10, Optional.empty(), false));
        }
    }

    private List<String> all() throws IOException {
        try (PictureIndex opened = PictureIndex.open(index)) {
            return Pictures.keys(opened.search(Pictures.where("width > 0"))).stream().sorted().toList();
        }
    }

    private byte[] bytes(String key) throws IOException {
        try (PictureIndex opened = PictureIndex.open(index)) {
            return opened.bytes(opened.search(Pictures.where("key = '" + key + "'")).getFirst().picture());
        }
    }

    private static void tar(Path file, Map<String, byte[]> pictures) throws IOException {
        ShardWriter.write(new UnsyncedFileLayer(), file, shard -> {
            for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
                shard.add(picture.getKey(), "png", picture.getValue());
                shard.add(picture.getKey(), "txt", ("caption of " + picture.getKey()).getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    @Test
    void aFolderOfPhotosNeedsNoCaptions() throws IOException {
        IndexBuild.Done done = build(photos);
        assertThat(done.added()).isEqualTo(2);
        assertThat(done.skipped()).isEmpty();
        List<Found> red = ask("red");
        assertThat(Pictures.keys(red)).containsExactly("one.two", "2024/sea");
        assertThat(red.getFirst().similarity()).isCloseTo(1, within(1e-6));
        IndexedPicture sea = ask("blue").getFirst().picture();
        assertThat(sea.captions()).containsExactly("the sea");
        assertThat(sea.metadata()).containsExactly(Map.entry("year", 2024L), Map.entry("exif.iso", 1.5));
        assertThat(sea.width()).isEqualTo(8);
        assertThat(sea.shard()).isEqualTo("photos");
        assertThat(bytes("2024/sea")).isEqualTo(Pictures.png(BLUE, GREEN));
    }

    @Test
    void picturesInTarsTablesAndListsKnowWhereTheyAre() throws Exception {
        tar(folder.resolve("a.tar"), Map.of("x", Pictures.png(RED, BLUE), "y", Pictures.png(BLUE, BLUE)));
        parquet(folder.resolve("p.parquet"), Pictures.png(GREEN, RED), Pictures.png(RED, GREEN));
        Files.writeString(folder.resolve("list.csv"), "filepath,caption,stars\nphotos/one.two.png,a red one,3\n");
        IndexBuild.Done done = build(folder.resolve("a.tar"), folder.resolve("p.parquet"), folder.resolve("list.csv"));
        assertThat(done.added()).isEqualTo(5);
        assertThat(all()).containsExactly("first", "photos/one", "second", "x", "y");
        assertThat(bytes("y")).isEqualTo(Pictures.png(BLUE, BLUE));
        assertThat(bytes("first")).isEqualTo(Pictures.png(GREEN, RED));
        assertThat(bytes("second")).isEqualTo(Pictures.png(RED, GREEN));
        assertThat(bytes("photos/one")).isEqualTo(Pictures.png(RED, RED));
        try (PictureIndex opened = PictureIndex.open(index)) {
            assertThat(Pictures.keys(opened.search(Pictures.where("stars = '3'")))).containsExactly("photos/one");
        }
    }

    private static void parquet(Path file, byte[] first, byte[] second) throws SQLException, IOException {
        try (Connection connection = DuckDb.connect(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (key VARCHAR, image BLOB, caption VARCHAR)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
                insert.setString(1, "first");
                insert.setBytes(2, first);
                insert.setString(3, "one");
                insert.execute();
                insert.setString(1, "second");
                insert.setBytes(2, second);
                insert.execute();
            }
            statement.execute("COPY t TO '" + file + "' (FORMAT parquet)");
        }
    }

    @Test
    void theSameAgainAddsNothing() throws IOException {
        build(photos);
        assertThat(build(photos)).isEqualTo(new IndexBuild.Done(0, 0, 0, List.of(), Map.of()));
        assertThat(space.embedded).hasValue(2);
        assertThat(all()).hasSize(2);
    }

    @Test
    void whatHasChangedIsReplaced() throws IOException {
        build(photos);
        long sea = ask("blue").getFirst().picture().id();
        Files.delete(photos.resolve("one.two.png"));
        Files.write(photos.resolve("new.png"), Pictures.png(RED, GREEN));
        Files.writeString(photos.resolve("2024/sea.txt"), "the sea at noon");
        assertThat(build(photos)).isEqualTo(new IndexBuild.Done(1, 1, 1, List.of(), Map.of()));
        assertThat(space.embedded).hasValue(3);
        assertThat(all()).containsExactly("2024/sea", "new");
        IndexedPicture now = ask("blue").getFirst().picture();
        assertThat(now.captions()).containsExactly("the sea at noon");
        assertThat(now.id()).isEqualTo(sea);
        Files.write(photos.resolve("2024/sea.png"), Pictures.png(RED, RED));
        assertThat(build(photos).added()).isEqualTo(1);
        assertThat(ask("red").getFirst().picture().key()).isEqualTo("2024/sea");
        assertThat(all()).containsExactly("2024/sea", "new");
    }

    @Test
    void shardsOfOneNameAreDifferentShards() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        Files.createDirectories(folder.resolve("b"));
        tar(folder.resolve("a/0.tar"), Map.of("x", Pictures.png(RED, RED)));
        tar(folder.resolve("b/0.tar"), Map.of("x", Pictures.png(BLUE, BLUE)));
        build(folder.resolve("a/0.tar"));
        build(folder.resolve("b/0.tar"));
        assertThat(all()).containsExactly("x", "x");
        assertThat(ask("red")).extracting(found -> found.picture().shard()).containsExactly("0", "0-2");
    }

    @Test
    void shardsThatWereMovedAreTheSameShards() throws IOException {
        Path before = Files.createDirectories(folder.resolve("before"));
        tar(before.resolve("0.tar"), Map.of("x", Pictures.png(RED, GREEN)));
        index = before.resolve("index");
        build(before.resolve("0.tar"));
        Path after = folder.resolve("after");
        Files.move(before, after); // the index and its shard
        index = after.resolve("index");
        assertThat(bytes("x")).isEqualTo(Pictures.png(RED, GREEN));
        assertThat(build(after.resolve("0.tar"))).isEqualTo(new IndexBuild.Done(0, 1, 0, List.of(), Map.of()));
        assertThat(space.embedded).hasValue(1);
        Files.move(index, folder.resolve("index")); // the index alone
        index = folder.resolve("index");
        assertThat(bytes("x")).isEqualTo(Pictures.png(RED, GREEN));
    }

    @Test
    void shardsThatAreGoneOrOthersAreNamed() throws IOException {
        tar(folder.resolve("0.tar"), Map.of("x", Pictures.png(RED, GREEN)));
        build(folder.resolve("0.tar"));
        byte[] tar = Files.readAllBytes(folder.resolve("0.tar"));
        tar[520] ^= 1;
        Files.write(folder.resolve("0.tar"), tar);
        assertThatThrownBy(() -> bytes("x")).isInstanceOf(DamagedException.class)
                .hasMessageContaining("0.tar")
                .hasMessageContaining("other bytes");
        Files.delete(folder.resolve("0.tar"));
        assertThatThrownBy(() -> bytes("x")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("picture 'x' of shard 0: expected its file at " + folder.resolve("0.tar"));
    }

    @Test
    void damagedPicturesAreSkippedAndListed() throws IOException {
        byte[] cut = new byte[60];
        System.arraycopy(Pictures.png(RED, BLUE), 0, cut, 0, cut.length);
        Files.write(photos.resolve("cut.png"), cut);
        Files.writeString(photos.resolve("none.jpg"), "no picture");
        Files.writeString(photos.resolve("other.heic"), "of a format that is not read");
        IndexBuild.Done done = build(photos);
        assertThat(done.added()).isEqualTo(2);
        assertThat(done.skipped()).hasSize(2)
                .anyMatch(line -> line.startsWith("cut of shard photos: "))
                .anyMatch(line -> line.startsWith("none of"));
        assertThat(done.unpaired()).containsExactly(Map.entry("unknown extension", 1L));
        assertThat(all()).containsExactly("2024/sea", "one.two");
    }

    @Test
    void anotherModelIsRefused() throws IOException {
        build(photos);
        IndexDescription other = new IndexDescription(IndexDescription.RUN, "other", List.of("tops"), 6, TwoWays.of("m", folder),
                new TreeMap<>());
        assertThatThrownBy(() -> PictureIndexWriter.open(index, other)).isInstanceOf(MismatchException.class)
                .hasMessageContaining("parts there: tops, bottoms, here: tops; space there: colours, here: other");
        try (PictureIndexWriter writer = PictureIndexWriter.open(index, Pictures.of(space, folder.resolve("moved")))) {
            writer.commit();
        }
        try (PictureIndex opened = PictureIndex.open(index)) {
            assertThat(opened.description().places(index)).containsExactly(folder.resolve("moved").toString());
        }
    }

    @Test
    void otherFoldersAreNoIndices() throws IOException {
        assertThatThrownBy(() -> PictureIndex.open(photos)).hasMessageContaining("expected an index of pictures, found none");
        assertThatThrownBy(() -> PictureIndex.open(folder.resolve("nowhere"))).hasMessageContaining("found none. Build it first");
        assertThatThrownBy(() -> PictureIndexWriter.open(photos, Pictures.of(space, folder))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("expected an index or an empty folder, found other files");
        assertThat(photos.resolve("write.lock")).doesNotExist();
    }

    @Test
    void aPictureAndATextAreAskedTogether() throws IOException {
        build(photos);
        try (PictureIndex opened = PictureIndex.open(index)) {
            byte[] sea = Pictures.png(BLUE, GREEN);
            float[] ofPicture = QueryVectors.of(space, opened.description(), Optional.empty(), Optional.of(sea)).orElseThrow();
            assertThat(opened.search(Pictures.near(ofPicture, 1)).getFirst().similarity()).isCloseTo(1, within(1e-6));
            float[] ofBoth = QueryVectors.of(space, opened.description(), Optional.of("red"), Optional.of(sea)).orElseThrow();
            double half = Math.sqrt(0.5);
            assertThat(ofBoth).usingComparatorWithPrecision(1e-6f)
                    .containsExactly((float) half, 0, (float) half, (float) half, (float) half, 0);
        }
    }
}
