package io.mode4j.shard.source;

import static io.mode4j.shard.source.SourceFixtures.pairs;
import static io.mode4j.shard.source.SourceFixtures.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.OwnCache;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.SampleIndex;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which columns of tables hold pictures and captions is found by looking, or said; their rows are split into shards. */
@ExtendWith(OwnCache.class)
class SourceTablesTest {
    private static final int COUNT = 25;

    private SourceIndexes indexes = new SourceIndexes(Path.of(""));

    @BeforeEach
    void use(@TempDir Path folder) {
        indexes = new SourceIndexes(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\'', value = {"','; filepath; title", "'|'; filepath; title", "'\t'; image; caption",
        "','; Image_Path; TEXT"})
    void listsAreFoundByLooking(String separator, String image, String caption) throws IOException {
        List<Pair> pairs = single(pairs(COUNT));
        Path list = SourceFixtures.csv(pairs, indexes.at("data.csv"), separator, image, caption);
        SampleIndex index = indexes.of(list);
        assertThat(SourceIndexes.read(index)).isEqualTo(SourceIndexes.expected(pairs));
        assertThat(SourceIndexes.keys(index).getFirst()).isEqualTo("pictures/pair00000");
    }

    @Test
    void columnsThatAreNamedAreRead() throws IOException {
        List<Pair> pairs = single(pairs(5));
        Path list = SourceFixtures.csv(pairs, indexes.at("data.tsv"), ":", "one", "two");
        assertThatThrownBy(() -> indexes.of(list)).isInstanceOf(BadInputException.class).hasMessageContaining("option csv-separator");
        UnaryOperator<SourceOptions> colon = columns -> columns.withSeparator(":");
        assertThatThrownBy(() -> indexes.of(list, IndexOptions.defaults(), colon)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("no column of pictures or of their paths among one, two, mood")
                .hasMessageContaining("option image-column");
        UnaryOperator<SourceOptions> wrong = columns -> colon.apply(columns).withImage("three");
        assertThatThrownBy(() -> indexes.of(list, IndexOptions.defaults(), wrong))
                .hasMessageContaining("no column 'three'; it has one, two, mood");
        UnaryOperator<SourceOptions> image = columns -> colon.apply(columns).withImage("one");
        assertThatThrownBy(() -> indexes.of(list, IndexOptions.defaults(), image)).hasMessageContaining("option caption-columns");
        SampleIndex index = indexes.of(list, new IndexOptions(0, 1), columns -> image.apply(columns).withCaptions(List.of("two", "mood")));
        assertThat(index.read(0).get(1).captions()).containsExactly(pairs.get(1).captions().getFirst(), "wild");
    }

    @Test
    void whatAreTakenForWhatIsSaid() throws IOException {
        List<Pair> pairs = pairs(3);
        Map<String, Path> sources = indexes.sources(pairs);
        sources.put("csv", SourceFixtures.csv(pairs, indexes.at("csv.csv"), "\t", "filepath", "title"));
        List<String> said = new ArrayList<>();
        for (Path source : sources.values()) {
            said.addAll(ShardSet.of(List.of(source.toString())).remarks());
        }
        assertThat(said.stream().map(line -> line.replace(indexes.folder().toString(), "T")).toList()).containsExactly(
                "T/bytes/data.parquet: 1 shard, rows of Parquet: pictures in column jpg, captions in column txt, keys in column key",
                "T/csv.csv: 1 shard, a list with a tab between cells: paths of pictures in column filepath, captions in column title",
                "T/folder/data: 1 shard, pictures in files, with .txt or .json beside them",
                "T/hub/data.parquet: 1 shard, rows of Parquet: pictures in column image, captions in column caption",
                "T/paths/data.parquet: 1 shard, a list in Parquet: paths of pictures in column file_name, captions in column text",
                "T/tar/data.tar: 1 shard, tars");
    }

    @Test
    void parquetWithoutPicturesOrCaptionsIsRefused() throws IOException {
        Path mute = SourceFixtures.parquet(pairs(3), indexes.at("mute.parquet"),
                "picture AS image, length(mood) AS n, key AS id, file AS path",
                2048);
        assertThatThrownBy(() -> indexes.of(mute)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("no column of captions could be told among image, n, id, path");
        Path blind = SourceFixtures.parquet(pairs(3), indexes.at("blind.parquet"), "'text'::BLOB AS image, captions", 2048);
        assertThatThrownBy(() -> indexes.of(blind)).isInstanceOf(BadInputException.class).hasMessageContaining("no column of pictures");
        Path twice = SourceFixtures.parquet(pairs(3), indexes.at("twice.parquet"), "picture AS left_eye, picture AS right_eye, captions",
                2048);
        assertThatThrownBy(() -> indexes.of(twice)).hasMessageContaining("several columns hold pictures: left_eye, right_eye");
        assertThat(SourceIndexes.read(indexes.of(twice, new IndexOptions(0, 1), columns -> columns.withImage("right_eye"))))
                .isEqualTo(SourceIndexes.expected(pairs(3)));
    }

    @Test
    void rowGroupsGoTogetherAndLargeOnesApart() throws IOException {
        Path parquet = SourceFixtures.parquet(single(pairs(5000)), indexes.at("many.parquet"), "picture AS image, captions", 2048);
        ParquetTable table = ParquetTable.look(parquet);
        assertThat(table.groups()).containsExactly(2048L, 2048L, 904L);
        TableColumns columns = table.find(SourceOptions.defaults());
        assertThat(rows(table.split(columns, 1000, 10_000))).containsExactly("0-2048", "2048-4096", "4096-5000");
        assertThat(rows(table.split(columns, 3000, 10_000))).containsExactly("0-4096", "4096-5000");
        assertThat(rows(table.split(columns, 1000, 600))).containsExactly("0-600", "600-1200", "1200-2048", "2048-2648", "2648-3248",
                "3248-4096", "4096-5000");
        SampleIndex index = indexes.of(parquet);
        assertThat(index.name(2)).isEqualTo("many-00002");
        assertThat(SourceIndexes.read(index)).isEqualTo(SourceIndexes.expected(single(pairs(5000))));
    }

    private static List<String> rows(List<Shard> shards) {
        return shards.stream().map(shard -> shard.part().getOrDefault("rows", "")).toList();
    }

    @Test
    void aListIsSplitBetweenRows() throws IOException {
        List<Pair> pairs = single(pairs(COUNT));
        Path list = SourceFixtures.csv(pairs, indexes.at("data.csv"), ",", "filepath", "title");
        Files.writeString(list, Files.readString(list).replace("\n", "\r\n\r\n"));
        CsvTable table = CsvTable.look(list, SourceOptions.defaults());
        List<Shard> shards = table.split(table.columns(SourceOptions.defaults()), 7);
        assertThat(shards).hasSize(4);
        List<String> keys = new ArrayList<>();
        for (Shard shard : shards) {
            shard.format().reader().scan(shard, TxtLines.WHOLE, KeyEnd.FIRST_DOT).samples().forEach(sample -> keys.add(sample.key()));
        }
        assertThat(keys).isEqualTo(pairs.stream().map(pair -> "pictures/" + pair.key()).toList());
    }

    @Test
    void structsOfPathsAreLists() throws IOException {
        List<Pair> pairs = pairs(5);
        for (Pair pair : pairs) {
            Files.write(indexes.at(pair.file()), pair.picture());
        }
        Path parquet = SourceFixtures.parquet(pairs, indexes.at("local.parquet"), "{'bytes': NULL::BLOB, 'path': file} AS image, captions",
                2048);
        assertThat(ShardSet.of(List.of(parquet.toString())).remarks().getFirst())
                .contains("a list in Parquet: paths of pictures in column image");
        assertThat(SourceIndexes.read(indexes.of(parquet))).isEqualTo(SourceIndexes.expected(pairs));
        Path named = SourceFixtures.parquet(pairs, indexes.at("named.parquet"),
                "file AS filename, captions AS \"the \"\"caption\"\"\", mood AS \"key\"", 2048);
        assertThat(
                SourceIndexes.read(indexes.of(named, new IndexOptions(0, 1), columns -> columns.withCaptions(List.of("the \"caption\"")))))
                .isEqualTo(SourceIndexes.expected(pairs));
    }

    @Test
    void labelsAreReadFromColumns() throws IOException {
        List<Pair> pairs = pairs(6);
        Map<String, Path> sources = new TreeMap<>(Map.of("hub", SourceFixtures.hub(pairs, indexes.at("hub.parquet")), "tar",
                SourceFixtures.tar(pairs, indexes.at("data.tar")), "csv",
                SourceFixtures.csv(pairs, indexes.at("list.csv"), ",", "filepath", "title")));
        for (Map.Entry<String, Path> source : sources.entrySet()) {
            List<String> labels = new ArrayList<>();
            for (Shard shard : ShardSet.of(List.of(source.getValue().toString())).shards()) {
                ShardPicture.read(shard, KeyEnd.FIRST_DOT, TxtLines.WHOLE, true,
                        picture -> labels.add(picture.label("mood") + " " + Arrays.hashCode(picture.image())));
            }
            assertThat(labels).as(source.getKey())
                    .isEqualTo(pairs.stream().map(pair -> pair.mood() + " " + Arrays.hashCode(pair.picture())).toList());
        }
    }
}
